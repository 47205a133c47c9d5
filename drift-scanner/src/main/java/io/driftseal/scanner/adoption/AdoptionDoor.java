package io.driftseal.scanner.adoption;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.incident.StoreException;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/adoptions} of the command line, {@code {"namespace"?,"dryRun","acceptDrift",
 * "after"}}: one page, {@code {"namespaces":[{"namespace","counts"}],"workloads":[...],"next"}}.
 * 503 while the inventory is not complete or nobody signs.
 */
public final class AdoptionDoor {

    private static final Logger LOG = LoggerFactory.getLogger(AdoptionDoor.class);
    private static final JsonLimits LIMITS = new JsonLimits(4096, 2, 16);

    private final Adopter adopter;
    private final BooleanSupplier inventoryKnown;

    /**
     * @param inventoryKnown whether everything was listed once
     */
    public AdoptionDoor(Adopter adopter, BooleanSupplier inventoryKnown) {
        this.adopter = adopter;
        this.inventoryKnown = inventoryKnown;
    }

    /** The route to serve. */
    public PeerRoute route() {
        return new PeerRoute("POST", "/v1/adoptions", Set.of("cli"), this::adopt);
    }

    PeerReply adopt(PeerRequest request) throws InterruptedException {
        if (!inventoryKnown.getAsBoolean()) {
            return PeerReply.error(503, "not_synced");
        }
        AdoptionRequest asked;
        try {
            asked = read(JsonReader.readObject(request.body(), LIMITS));
        } catch (MalformedJsonException e) {
            return PeerReply.error(400, "malformed");
        }
        try {
            return PeerReply.json(200, JsonWriter.write(document(adopter.adopt(asked))));
        } catch (AdoptionStoppedException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("nobody signs baselines");
            return PeerReply.error(503, "nobody_signs");
        } catch (StoreException e) {
            LOG.atError().addKeyValue("reason", e.getMessage()).log("baselines cannot be stored");
            return PeerReply.error(503, "not_stored");
        }
    }

    private static AdoptionRequest read(JsonObject body) {
        return new AdoptionRequest(
                body.string("namespace").filter(name -> !name.isEmpty()),
                body.bool("dryRun").orElse(false),
                body.bool("acceptDrift").orElse(false),
                body.string("after").orElse(""));
    }

    private static JsonObject document(AdoptionPage page) {
        List<JsonValue> namespaces = new ArrayList<>();
        new TreeMap<>(page.counts())
                .forEach((name, counts) ->
                        namespaces.add(
                                JsonObject.builder()
                                        .put("namespace", name)
                                        .put("counts", counts(counts))
                                        .build()));
        List<JsonValue> workloads = new ArrayList<>();
        page.named().forEach(named -> workloads.add(of(named)));
        return JsonObject.builder()
                .put("namespaces", new JsonArray(namespaces))
                .put("workloads", new JsonArray(workloads))
                .put("next", page.next())
                .build();
    }

    private static JsonObject counts(Map<Standing, Integer> counts) {
        JsonObject.Builder document = JsonObject.builder();
        for (Standing standing : Standing.values()) {
            document.put(standing.wire(), counts.getOrDefault(standing, 0).longValue());
        }
        return document.build();
    }

    private static JsonObject of(AdoptionPage.Named named) {
        WorkloadReference workload = named.workload();
        return JsonObject.builder()
                .put("kind", workload.kind())
                .put("namespace", workload.namespace())
                .put("name", workload.name())
                .put("uid", workload.uid())
                .put("standing", named.standing().wire())
                .put("detail", named.detail())
                .build();
    }
}
