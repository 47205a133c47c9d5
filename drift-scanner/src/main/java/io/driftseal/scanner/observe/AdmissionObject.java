package io.driftseal.scanner.observe;

import io.driftseal.kubernetes.admission.OffSwitch;
import io.driftseal.kubernetes.admission.WebhookEndpoint;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One object of our own admission configuration, reduced to what decides whether we are asked: its
 * webhooks or its spec, and what an off-switch says. Left out: other metadata (labels of a chart
 * change with every release), status, and {@code caBundle}, which the webhook rotates by itself. A
 * wrong bundle makes calls fail; it cannot make a false answer true.
 *
 * @param kind for example {@code ValidatingWebhookConfiguration}
 * @param name of the object
 * @param content JSON text with members in alphabetical order
 * @param endpoints where the API server calls, and whom it trusts there; not compared
 */
public record AdmissionObject(
        String kind, String name, String content, List<WebhookEndpoint> endpoints) {

    public AdmissionObject {
        endpoints = List.copyOf(endpoints);
    }

    private static final String STAMP_CONFIGURATION = "zz-driftseal-stamp";
    private static final String PREFIX = "driftseal-";

    /** Member of the content that is there while admission is switched off. */
    public static final String OFF = "off";

    /** Takes what is compared from the object as it was read. */
    public static AdmissionObject of(String kind, JsonObject object) {
        List<JsonValue> webhooks = new ArrayList<>();
        for (JsonObject webhook : object.objects("webhooks")) {
            JsonObject client = webhook.object("clientConfig").without("caBundle");
            webhooks.add(sorted(webhook.with("clientConfig", client)));
        }
        var content = JsonObject.builder();
        JsonObject off = switchedOff(object);
        if (!off.isEmpty()) {
            content.put(OFF, off);
        }
        content.put("spec", sorted(object.object("spec")));
        content.put("webhooks", new JsonArray(webhooks));
        return new AdmissionObject(
                kind,
                object.string("metadata", "name").orElse(""),
                JsonWriter.writeString(content.build()),
                WebhookEndpoint.of(object));
    }

    /** Who switched admission off, why and until when, as it stands on the configuration. */
    private static JsonObject switchedOff(JsonObject object) {
        var off = JsonObject.builder();
        if (!OffSwitch.standsOn(object)) {
            return off.build();
        }
        JsonObject annotations = object.object("metadata", "annotations");
        for (String key : List.of(OffSwitch.BY, OffSwitch.REASON, OffSwitch.UNTIL)) {
            annotations.string(key).ifPresent(text -> off.put(key, text));
        }
        return off.build();
    }

    /** Whether an object of this name is ours. */
    public boolean ours() {
        return name.equals(STAMP_CONFIGURATION) || name.startsWith(PREFIX);
    }

    public WorkKey key() {
        return new WorkKey(kind, name);
    }

    private static JsonValue sorted(JsonValue value) {
        return switch (value) {
            case JsonObject object -> {
                Map<String, JsonValue> members = new TreeMap<>();
                object.members().forEach((name, member) -> members.put(name, sorted(member)));
                yield new JsonObject(members);
            }
            case JsonArray array ->
                    new JsonArray(array.items().stream().map(AdmissionObject::sorted).toList());
            default -> value;
        };
    }
}
