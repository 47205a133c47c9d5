package io.driftseal.webhook.delivery;

import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.spool.AppendResult;
import io.driftseal.evidence.spool.RecordSpool;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.webhook.amendment.AmendmentJournal;
import io.driftseal.webhook.review.DecisionJournal;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts decisions on disk before they are answered. At the bound a decision is dropped and counted,
 * and the spool tells the scanner whose state is unknown now: an admission never fails for want of
 * evidence space.
 */
public final class SpooledJournal implements DecisionJournal, AmendmentJournal {
    private static final Logger LOG = LoggerFactory.getLogger(SpooledJournal.class);

    private final RecordSpool spool;
    private final UnrecordedInputs inputs;
    private final ServiceMetrics metrics;

    /**
     * @param inputs of the decisions that are about to be recorded
     */
    public SpooledJournal(RecordSpool spool, UnrecordedInputs inputs, ServiceMetrics metrics) {
        this.spool = spool;
        this.inputs = inputs;
        this.metrics = metrics;
        for (AppendResult.Cause cause : AppendResult.Cause.values()) {
            dropped(cause, 0);
        }
        metrics.gauge("spool.records", spool::depth);
        metrics.gauge("spool.bytes", spool::bytes);
        metrics.gauge("spool.oldest.seconds", () -> spool.oldestAge().toSeconds());
    }

    private void dropped(AppendResult.Cause cause, int records) {
        metrics.counter("spool.dropped", "cause", cause.name().toLowerCase(Locale.ROOT))
                .increment(records);
    }

    @Override
    public void record(DecisionRecord decision) {
        switch (spool.append(RecordEnvelope.of(inputs.recorded(decision)))) {
            case AppendResult.Stored() ->
                    metrics.counter(
                                    "decisions.recorded",
                                    "outcome",
                                    decision.outcome().name().toLowerCase(Locale.ROOT))
                            .increment();
            case AppendResult.Refused(AppendResult.Cause cause) -> {
                dropped(cause, 1);
                LOG.atWarn()
                        .addKeyValue("decisionId", decision.decisionId())
                        .addKeyValue("cause", cause)
                        .log("decision not recorded");
            }
        }
    }

    @Override
    public boolean keep(AmendmentRecord amendment) {
        return switch (spool.append(RecordEnvelope.of(amendment))) {
            case AppendResult.Stored() -> {
                metrics.counter("amendments.recorded", "door", amendment.door()).increment();
                yield true;
            }
            case AppendResult.Refused(AppendResult.Cause cause) -> {
                metrics.counter("spool.dropped", "cause", cause.name().toLowerCase(Locale.ROOT))
                        .increment();
                LOG.atWarn()
                        .addKeyValue("decisionId", amendment.decisionId())
                        .addKeyValue("cause", cause)
                        .log("amendment not recorded");
                yield false;
            }
        };
    }
}
