package io.driftseal.scanner.store;

import io.driftseal.scanner.notification.DeadLetter;
import io.driftseal.scanner.notification.DeadLetters;
import java.time.Instant;
import java.util.List;

/** What the outbox keeps of refused messages, bounded by {@link RetentionLimits}. */
public final class SqliteDeadLetters implements DeadLetters {

    private final SqliteScannerStore store;

    SqliteDeadLetters(SqliteScannerStore store) {
        this.store = store;
    }

    @Override
    public List<DeadLetter> list(int limit) {
        return store.reading(statements ->
                statements.list(
                        "SELECT position, message_id, destination, dedup_key, body, attempts,"
                                + " created_at, last_error FROM outbox WHERE state = 'dead'"
                                + " ORDER BY position DESC LIMIT ?",
                        row ->
                                new DeadLetter(
                                        row.getLong(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getString(5),
                                        row.getInt(6),
                                        EpochNanos.instant(row.getLong(7)),
                                        row.getString(8)),
                        limit));
    }

    @Override
    public boolean resend(long position, Instant now) {
        int changed =
                store.changing(statements ->
                        statements.change(
                                "UPDATE outbox SET state = 'pending', attempts = 0,"
                                        + " next_attempt_at = ? WHERE position = ? AND state ="
                                        + " 'dead'",
                                EpochNanos.of(now),
                                position));
        return changed > 0;
    }

    /** Kept as the delivered ones are: without its body, so that its id is still known. */
    @Override
    public boolean discard(long position) {
        int changed =
                store.changing(statements ->
                        statements.change(
                                "UPDATE outbox SET state = 'delivered', body = '', last_error ="
                                        + " 'discarded' WHERE position = ? AND state = 'dead'",
                                position));
        return changed > 0;
    }
}
