package io.driftseal.scanner.check;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.stamp.StampStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long the record of a decision may be on its way. A replica of the webhook that is lost with
 * records in its spool cannot say what it lost: their stamps do, which name decisions that nobody
 * ever hears of.
 */
public final class RecordWait {

    private final Duration grace;
    private final Clock clock;
    private final Instant listening;

    /**
     * Whoever makes one listens from now on: what was sent before had to wait.
     *
     * @param grace after a stamp was issued, and after this process began to listen
     */
    public RecordWait(Duration grace, Clock clock) {
        this.grace = grace;
        this.clock = clock;
        this.listening = clock.instant();
    }

    /**
     * Whether the stamp's decision should be on record by now and is not.
     *
     * @param began when the state began: before that, nobody was told
     */
    boolean isOver(
            Optional<StampStatement> signed,
            List<DecisionRecord> ofDecision,
            Optional<Instant> began) {
        if (signed.isEmpty() || !ofDecision.isEmpty() || began.isEmpty()) {
            return false;
        }
        Instant issuedAt = signed.get().issuedAt();
        Instant since = issuedAt.isAfter(listening) ? issuedAt : listening;
        return !issuedAt.isBefore(began.get()) && clock.instant().isAfter(since.plus(grace));
    }
}
