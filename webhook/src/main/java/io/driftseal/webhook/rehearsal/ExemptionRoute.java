package io.driftseal.webhook.rehearsal;

import io.driftseal.decision.settings.Exemption;
import io.driftseal.decision.settings.PolicySettings;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code GET /v1/exemptions?namespace=NAME} of the command line: 200 with {@code
 * {"exemptions":[{"id","rule","owner","reason","expires"}]}}, those of the policy in force that are
 * about this namespace, first ending first; 400 without a namespace. At most {@value
 * PolicySettings#MAXIMUM_ENTRIES}.
 */
public final class ExemptionRoute {

    private final Supplier<PolicySettings> settings;

    /**
     * @param settings of the policies that decide now
     */
    public ExemptionRoute(Supplier<PolicySettings> settings) {
        this.settings = settings;
    }

    public PeerRoute route() {
        return new PeerRoute("GET", "/v1/exemptions", Set.of("cli"), this::answer);
    }

    private PeerReply answer(PeerRequest request) {
        String namespace = request.query().getOrDefault("namespace", "");
        if (namespace.isEmpty()) {
            return PeerReply.error(400, "malformed");
        }
        List<JsonValue> documents = new ArrayList<>();
        settings.get().exemptions().stream()
                .filter(exemption ->
                        exemption.namespaces().every()
                                || exemption.namespaces().names().contains(namespace))
                .sorted(Comparator.comparing(Exemption::expires))
                .forEach(exemption -> documents.add(document(exemption)));
        return PeerReply.json(
                200, JsonWriter.write(JsonObject.of("exemptions", new JsonArray(documents))));
    }

    private static JsonObject document(Exemption exemption) {
        return JsonObject.builder()
                .put("id", exemption.id())
                .put("rule", exemption.rule())
                .put("owner", exemption.responsibility().owner())
                .put("reason", exemption.responsibility().reason())
                .put("expires", exemption.expires().toString())
                .build();
    }
}
