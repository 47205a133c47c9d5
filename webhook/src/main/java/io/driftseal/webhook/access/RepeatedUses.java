package io.driftseal.webhook.access;

import io.driftseal.decision.DecisionReference;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one record of what is one event. A client that is refused by WebSocket asks again by the
 * older protocol; a proxy asks at every request; a drain asks until the disruption budget lets it.
 * A use that opened a container or took a grant is always a record of its own. Bounded: beyond
 * {@value #MOST} the oldest is forgotten, which costs one record more.
 */
public final class RepeatedUses {
    static final int MOST = 4096;

    private static final Duration SECOND_PROTOCOL = Duration.ofSeconds(5);
    private static final Duration SAME_TRAFFIC = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<List<Object>, Kept> kept =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<List<Object>, Kept> eldest) {
                    return size() > MOST;
                }
            };

    public RepeatedUses(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The decision under which the same was recorded a moment ago; otherwise empty, and this one is
     * remembered.
     */
    synchronized Optional<DecisionReference> recorded(
            Visit visit, DecisionRecord record, DecisionReference reference) {
        Duration window = window(visit, record);
        if (window.isZero()) {
            return Optional.empty();
        }
        List<Object> key =
                List.of(
                        record.workload(),
                        record.requester(),
                        record.outcome(),
                        record.mode(),
                        record.bundleRevision(),
                        record.door());
        Instant now = clock.instant();
        Kept before = kept.get(key);
        if (before != null && now.isBefore(before.until())) {
            return Optional.of(before.reference());
        }
        kept.remove(key);
        kept.put(key, new Kept(reference, now.plus(window)));
        return Optional.empty();
    }

    private static Duration window(Visit visit, DecisionRecord record) {
        if (record.door().map(door -> !door.grant().isEmpty()).orElse(true)) {
            return Duration.ZERO;
        }
        return switch (visit.session().door()) {
            case POD_PROXY, SERVICE_PROXY, NODE_PROXY, EVICTION -> SAME_TRAFFIC;
            case EXEC, ATTACH, PORT_FORWARD, EPHEMERAL_CONTAINER, RESIZE, TOKEN_REQUEST ->
                    record.outcome() == Outcome.REFUSED ? SECOND_PROTOCOL : Duration.ZERO;
        };
    }

    private record Kept(DecisionReference reference, Instant until) {}
}
