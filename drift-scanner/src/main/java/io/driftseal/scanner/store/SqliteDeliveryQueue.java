package io.driftseal.scanner.store;

import io.driftseal.scanner.notification.Delivery;
import io.driftseal.scanner.notification.DeliveryQueue;
import io.driftseal.scanner.notification.Destination;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The outbox from its other end. Each step is a commit of its own. */
public final class SqliteDeliveryQueue implements DeliveryQueue {

    /** Bounded, because every error text stems from a foreign answer. */
    private static final int MAXIMUM_ERROR = 500;

    private final SqliteScannerStore store;
    private final RetentionLimits limits;
    private final StoreCounters counters;

    SqliteDeliveryQueue(SqliteScannerStore store, RetentionLimits limits, StoreCounters counters) {
        this.store = store;
        this.limits = limits;
        this.counters = counters;
    }

    @Override
    public List<Delivery> due(Destination destination, Instant now, int limit) {
        return store.reading(statements ->
                statements.list(
                        "SELECT position, message_id, dedup_key, body, attempts FROM outbox"
                                + " o WHERE destination = ? AND state = 'pending' AND"
                                + " next_attempt_at <= ? AND NOT EXISTS (SELECT 1 FROM"
                                + " outbox p WHERE p.destination = o.destination AND"
                                + " p.dedup_key = o.dedup_key AND p.state = 'pending' AND"
                                + " p.position < o.position) ORDER BY position LIMIT ?",
                        row ->
                                new Delivery(
                                        row.getLong(1),
                                        row.getString(2),
                                        destination,
                                        row.getString(3),
                                        row.getString(4),
                                        row.getInt(5)),
                        destination.wireName(),
                        EpochNanos.of(now),
                        limit));
    }

    /** The body goes, the id stays: it is how a repeated message is known. */
    @Override
    public void delivered(Delivery delivery) {
        store.changing(statements -> {
            statements.change(
                    "UPDATE outbox SET state = 'delivered', attempts = attempts + 1, body ="
                            + " '', last_error = '' WHERE position = ?",
                    delivery.position());
            return forget(statements, "delivered", limits.deliveredMessages());
        });
    }

    @Override
    public void retry(Delivery delivery, Instant next, String reason) {
        store.changing(statements ->
                statements.change(
                        "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = ?,"
                                + " last_error = ? WHERE position = ?",
                        EpochNanos.of(next),
                        shorten(reason),
                        delivery.position()));
    }

    @Override
    public void refuse(Delivery delivery, String reason) {
        store.changing(statements -> {
            statements.change(
                    "UPDATE outbox SET state = 'dead', attempts = attempts + 1, last_error ="
                            + " ? WHERE position = ?",
                    shorten(reason),
                    delivery.position());
            return forget(statements, "dead", limits.deadMessages());
        });
    }

    private int forget(Statements statements, String state, int keep) {
        int forgotten =
                statements.change(
                        "DELETE FROM outbox WHERE state = ? AND position <= (SELECT position FROM"
                                + " outbox WHERE state = ? ORDER BY position DESC LIMIT 1 OFFSET"
                                + " ?)",
                        state,
                        state,
                        keep);
        counters.forgotten(state, forgotten);
        return forgotten;
    }

    @Override
    public long pending(Destination destination) {
        return count(destination, "pending");
    }

    @Override
    public long dead(Destination destination) {
        return count(destination, "dead");
    }

    private long count(Destination destination, String state) {
        return store.reading(statements ->
                statements.number(
                        "SELECT COUNT(*) FROM outbox WHERE destination = ? AND state = ?",
                        destination.wireName(),
                        state));
    }

    @Override
    public Optional<Instant> oldestPending(Destination destination) {
        return store.reading(statements ->
                statements.first(
                        "SELECT created_at FROM outbox WHERE destination = ? AND state ="
                                + " 'pending' ORDER BY position LIMIT 1",
                        row -> EpochNanos.instant(row.getLong(1)),
                        destination.wireName()));
    }

    private static String shorten(String reason) {
        return reason.length() <= MAXIMUM_ERROR ? reason : reason.substring(0, MAXIMUM_ERROR);
    }
}
