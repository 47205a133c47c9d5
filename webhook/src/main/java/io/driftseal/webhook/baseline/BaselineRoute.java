package io.driftseal.webhook.baseline;

import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.workload.WorkloadKind;
import io.driftseal.workload.WorkloadKinds;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code POST /v1/baselines} of the scanner, {@code {"workloads":[{"apiVersion","kind","namespace",
 * "name","uid","configurationHash"}]}}: 200 with {@code {"answers":[{"envelope"} or {"cause"}]}} in
 * the order asked, 400 malformed. Each workload costs a read of the API server.
 */
public final class BaselineRoute {

    /** So many reads of the API server in a row stay well below the caller's deadline. */
    static final int MAXIMUM_WORKLOADS = 50;

    /** Fifty workloads with the longest names. */
    public static final int MAXIMUM_BODY_BYTES = 64 * 1024;

    private static final JsonLimits LIMITS = new JsonLimits(MAXIMUM_BODY_BYTES, 4, 1_000);

    private final BaselineWitness witness;
    private final WorkloadKinds kinds;
    private final ServiceMetrics metrics;

    /**
     * @param kinds of which baselines are signed
     */
    public BaselineRoute(BaselineWitness witness, WorkloadKinds kinds, ServiceMetrics metrics) {
        this.witness = witness;
        this.kinds = kinds;
        this.metrics = metrics;
    }

    public PeerRoute route() {
        return new PeerRoute("POST", "/v1/baselines", Set.of("drift-scanner"), this::answer);
    }

    private PeerReply answer(PeerRequest request) {
        List<Adoptee> asked;
        try {
            asked = read(JsonReader.readObject(request.body(), LIMITS));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            return PeerReply.error(400, "malformed");
        }
        List<JsonValue> answers = new ArrayList<>();
        for (Adoptee adoptee : asked) {
            answers.add(
                    switch (witness.witness(adoptee)) {
                        case BaselineWitness.Signed(var signed) ->
                                counted("signed", "envelope", signed.envelope());
                        case BaselineWitness.NotSigned(var cause) ->
                                counted(cause.wire(), "cause", cause.wire());
                    });
        }
        return PeerReply.json(
                200, JsonWriter.write(JsonObject.of("answers", new JsonArray(answers))));
    }

    private JsonObject counted(String result, String name, String value) {
        metrics.counter("baselines", "result", result).increment();
        return JsonObject.builder().put(name, value).build();
    }

    private List<Adoptee> read(JsonObject body) {
        List<JsonObject> workloads = body.objects("workloads");
        if (workloads.isEmpty() || workloads.size() > MAXIMUM_WORKLOADS) {
            throw new IllegalArgumentException("1 to " + MAXIMUM_WORKLOADS + " workloads");
        }
        return workloads.stream().map(this::adoptee).toList();
    }

    private Adoptee adoptee(JsonObject workload) {
        WorkloadKind kind =
                kinds.of(
                                workload.string("apiVersion").orElse(""),
                                workload.string("kind").orElse(""))
                        .orElseThrow(() -> new IllegalArgumentException("unknown kind"));
        return new Adoptee(
                kind,
                workload.string("namespace").orElse(""),
                workload.string("name").orElse(""),
                workload.string("uid").orElse(""),
                workload.string("configurationHash").orElse(""));
    }
}
