package io.driftseal.responder;

import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.evidence.spool.AppendResult;
import io.driftseal.evidence.spool.RecordSpool;
import io.driftseal.responder.action.StepOutcome;
import io.driftseal.service.metrics.ServiceMetrics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands outcomes to the spool that carries them to the scanner. The id follows from plan, step and
 * direction: an outcome that is written again after a crash is the same record to the receiver.
 */
final class Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
    private static final int ID_LENGTH = 32;
    private static final int LONGEST_DETAIL = 4_000;

    private final RecordSpool spool;
    private final ServiceMetrics metrics;
    private final Clock clock;

    Outcomes(RecordSpool spool, ServiceMetrics metrics, Clock clock) {
        this.spool = spool;
        this.metrics = metrics;
        this.clock = clock;
        for (AppendResult.Cause cause : AppendResult.Cause.values()) {
            // There at zero, or the first loss would be no change to an alert.
            metrics.counter("outcomes.dropped", "cause", lower(cause)).increment(0);
        }
    }

    void ofStep(ResponsePlan plan, int step, StepOutcome outcome) {
        publish(plan, step, "do", outcome);
    }

    void ofUndo(ResponsePlan plan, int step, StepOutcome outcome) {
        publish(plan, step, "undo", outcome);
    }

    private void publish(ResponsePlan plan, int step, String direction, StepOutcome outcome) {
        String action = plan.actions().get(step);
        String detail = outcome.detail();
        ResponseOutcome record =
                new ResponseOutcome(
                        id(plan.planId() + " " + step + " " + direction),
                        plan.planId(),
                        plan.incidentId(),
                        clock.instant(),
                        action,
                        outcome.result(),
                        outcome.proof(),
                        detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL)),
                        outcome.auditId(),
                        outcome.undo());
        AppendResult appended = spool.append(RecordEnvelope.of(record));
        if (appended instanceof AppendResult.Refused refused) {
            metrics.counter("outcomes.dropped", "cause", lower(refused.cause())).increment();
        }
        metrics.counter(
                        "outcomes",
                        "direction",
                        direction,
                        "result",
                        lower(outcome.result()),
                        "proof",
                        lower(outcome.proof()))
                .increment();
        LOG.atInfo()
                .addKeyValue("planId", plan.planId())
                .addKeyValue("incidentId", plan.incidentId())
                .addKeyValue("action", action)
                .addKeyValue("direction", direction)
                .addKeyValue("result", outcome.result())
                .addKeyValue("proof", outcome.proof())
                .addKeyValue("auditId", outcome.auditId().orElse(""))
                .log("response outcome");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String id(String content) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(content.getBytes(StandardCharsets.UTF_8));
            return "out-" + HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
