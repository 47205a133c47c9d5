package io.driftseal.webhook.checkpoint;

import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/checkpoints} of the scanner, {@code {"sequence","headHash","count"}}: 200 with
 * the DSSE envelope, 400 malformed, 409 for a chain that went back, 503 without a valid key or
 * where what was signed last is not known.
 */
public final class CheckpointRoute {
    /** A request has three short fields. */
    public static final int MAXIMUM_BODY_BYTES = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointRoute.class);
    private static final JsonLimits LIMITS = new JsonLimits(MAXIMUM_BODY_BYTES, 2, 16);

    private final CheckpointSigner signer;
    private final ServiceMetrics metrics;

    public CheckpointRoute(CheckpointSigner signer, ServiceMetrics metrics) {
        this.signer = signer;
        this.metrics = metrics;
    }

    public PeerRoute route() {
        return new PeerRoute("POST", "/v1/checkpoints", Set.of("drift-scanner"), this::answer);
    }

    private PeerReply answer(PeerRequest request) {
        JsonObject body;
        try {
            body = JsonReader.readObject(request.body(), LIMITS);
        } catch (MalformedJsonException e) {
            return counted("malformed", PeerReply.error(400, "malformed"));
        }
        OptionalLong sequence =
                body.number("sequence").map(JsonNumber::whole).orElse(OptionalLong.empty());
        OptionalLong count =
                body.number("count").map(JsonNumber::whole).orElse(OptionalLong.empty());
        // Sequences begin at 1 without holes: another count is a chain that lost entries.
        if (sequence.isEmpty() || !count.equals(sequence)) {
            return counted("malformed", PeerReply.error(400, "malformed"));
        }
        CheckpointSigner.Answer answer;
        try {
            answer = signer.sign(sequence.getAsLong(), body.string("headHash").orElse(""));
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("checkpoint not signed: what was signed last is not known");
            return counted("unavailable", PeerReply.error(503, "unavailable"));
        }
        return switch (answer) {
            case CheckpointSigner.Signed(String envelope) ->
                    counted("signed", PeerReply.json(200, envelope));
            case CheckpointSigner.Malformed() ->
                    counted("malformed", PeerReply.error(400, "malformed"));
            case CheckpointSigner.GoesBack(long last) -> {
                LOG.atError()
                        .addKeyValue("sequence", sequence.getAsLong())
                        .addKeyValue("lastSequence", last)
                        .log("evidence chain went back, checkpoint refused");
                yield counted("goes_back", PeerReply.error(409, "checkpoint_goes_back"));
            }
            case CheckpointSigner.NoKey() -> counted("no_key", PeerReply.error(503, "no_key"));
        };
    }

    private PeerReply counted(String result, PeerReply reply) {
        metrics.counter("checkpoints", "result", result).increment();
        return reply;
    }
}
