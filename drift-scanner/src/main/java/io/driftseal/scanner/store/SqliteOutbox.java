package io.driftseal.scanner.store;

import io.driftseal.scanner.incident.Outbox;
import io.driftseal.scanner.incident.OutboxMessage;
import io.driftseal.scanner.judge.Coverage;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.scanner.notification.MessageRendering;
import io.driftseal.scanner.notification.Rendered;
import java.time.Instant;
import java.util.Optional;

/** Renders a message and keeps it in the transaction of what it tells. */
record SqliteOutbox(Statements statements, StorePolicy policy) implements Outbox {

    @Override
    public void enqueue(OutboxMessage message) {
        if (statements.number(
                        "SELECT COUNT(*) FROM outbox WHERE message_id = ?", message.messageId())
                > 0) {
            return;
        }
        switch (render(message)) {
            case Rendered.Ready ready -> ready(message.messageId(), ready);
            case Rendered.Undeliverable dead ->
                    insert(
                            message.messageId(),
                            new Row(
                                    dead.destination(),
                                    dead.dedupKey(),
                                    dead.body(),
                                    "dead",
                                    dead.reason()));
        }
    }

    private Rendered render(OutboxMessage message) {
        MessageRendering rendering = policy.rendering();
        return switch (message) {
            case OutboxMessage.IncidentNotice notice ->
                    rendering.render(notice, coverage(notice.incident().workload().uid()));
            case OutboxMessage.PlanDispatch dispatch -> rendering.render(dispatch);
        };
    }

    /**
     * As far as the verdict of this very transaction says; without one, what no scanner can see.
     */
    private Coverage coverage(String workloadUid) {
        Optional<Verdict> verdict = new SqliteVerdictStore(statements).of(workloadUid);
        return verdict.map(Verdict::coverage).orElseGet(Coverage::full);
    }

    private void ready(String messageId, Rendered.Ready ready) {
        String destination = ready.destination().wireName();
        long pending =
                statements.number(
                        "SELECT COUNT(*) FROM outbox WHERE destination = ? AND state = 'pending'",
                        destination);
        if (pending >= policy.limits().pendingMessages()) {
            policy.counters().refused(destination);
            insert(
                    messageId,
                    new Row(
                            destination,
                            ready.dedupKey(),
                            ready.body(),
                            "dead",
                            "too many messages are pending"));
            return;
        }
        insert(messageId, new Row(destination, ready.dedupKey(), ready.body(), "pending", ""));
    }

    /** What is known of a message when it is written. */
    private record Row(
            String destination, String dedupKey, String body, String state, String error) {}

    private void insert(String messageId, Row row) {
        Instant now = policy.clock().instant();
        statements.change(
                "INSERT INTO outbox (message_id, destination, dedup_key, body, state, attempts,"
                        + " created_at, next_attempt_at, last_error) VALUES (?, ?, ?, ?, ?, 0, ?,"
                        + " ?, ?)",
                messageId,
                row.destination(),
                row.dedupKey(),
                row.body(),
                row.state(),
                EpochNanos.of(now),
                EpochNanos.of(now),
                row.error());
    }
}
