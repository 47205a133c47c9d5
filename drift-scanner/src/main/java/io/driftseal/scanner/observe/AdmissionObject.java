package io.driftseal.scanner.observe;

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
 * webhooks or its spec. Left out: metadata (labels of a chart change with every release), status,
 * and {@code caBundle}, which the webhook rotates by itself. A wrong bundle makes calls fail; it
 * cannot make a false answer true.
 *
 * @param kind for example {@code ValidatingWebhookConfiguration}
 * @param name of the object
 * @param content JSON text with members in alphabetical order
 */
public record AdmissionObject(String kind, String name, String content) {

    private static final String STAMP_CONFIGURATION = "zz-driftseal-stamp";
    private static final String PREFIX = "driftseal-";

    /** Takes what is compared from the object as it was read. */
    public static AdmissionObject of(String kind, JsonObject object) {
        List<JsonValue> webhooks = new ArrayList<>();
        for (JsonObject webhook : object.objects("webhooks")) {
            JsonObject client = webhook.object("clientConfig").without("caBundle");
            webhooks.add(sorted(webhook.with("clientConfig", client)));
        }
        JsonObject content =
                JsonObject.of(
                        "spec", sorted(object.object("spec")), "webhooks", new JsonArray(webhooks));
        return new AdmissionObject(
                kind,
                object.string("metadata", "name").orElse(""),
                JsonWriter.writeString(content));
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
