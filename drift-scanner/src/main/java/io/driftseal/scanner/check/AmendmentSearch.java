package io.driftseal.scanner.check;

import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.stamp.AmendmentChain;
import io.driftseal.stamp.AmendmentStatement;
import io.driftseal.stamp.AmendmentVerification;
import io.driftseal.stamp.AmendmentVerifier;
import io.driftseal.stamp.Verification;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Holds a changed pod against the amendments of its uid. The change is often seen before its
 * amendment arrives, so a change that only a door can make is waited for, once per pod and for a
 * bounded time: who goes on changing the pod does not wait anew.
 */
public final class AmendmentSearch {

    /** Amendments of one pod that are looked at; a longer chain is broken and says so as drift. */
    private static final int MAXIMUM_AMENDMENTS = 256;

    /** Pods that wait for an amendment; past it the oldest wait begins again. */
    private static final int MAXIMUM_WAITS = 10_000;

    private final AmendmentVerifier verifier;
    private final Duration grace;
    private final Clock clock;
    private final LinkedHashMap<String, Instant> unexplainedSince = new LinkedHashMap<>();

    public AmendmentSearch(AmendmentVerifier verifier, Duration grace, Clock clock) {
        this.verifier = verifier;
        this.grace = grace;
        this.clock = clock;
    }

    /**
     * @param verification of the pod's own stamp
     * @param amendments of its uid
     * @param byDoorOnly whether nothing changed that no door can change; asked only where it counts
     */
    AmendmentSight of(
            Workload live,
            CanonicalForm form,
            Verification verification,
            RecordedAmendments amendments,
            BooleanSupplier byDoorOnly) {
        String uid = live.uid().orElse("");
        if (!live.kind().isPod() || !(verification instanceof Verification.HashMismatch mismatch)) {
            explained(uid);
            return new AmendmentSight.None();
        }
        Map<AmendmentStatement, AmendmentRecord> signed =
                signed(amendments.ofWorkload(uid, MAXIMUM_AMENDMENTS), form.version());
        Optional<List<AmendmentStatement>> chain =
                AmendmentChain.explaining(
                        mismatch.statement().hash(),
                        form.hash(),
                        live,
                        List.copyOf(signed.keySet()));
        if (chain.isPresent()) {
            explained(uid);
            return new AmendmentSight.Explained(chain.get().stream().map(signed::get).toList());
        }
        return byDoorOnly.getAsBoolean() && mayStillArrive(uid)
                ? new AmendmentSight.Awaited()
                : new AmendmentSight.Unexplained();
    }

    /** Whether this pod's next look should come soon. */
    public synchronized boolean awaits(String uid) {
        Instant since = unexplainedSince.get(uid);
        return since != null && clock.instant().isBefore(since.plus(grace));
    }

    private Map<AmendmentStatement, AmendmentRecord> signed(
            List<AmendmentRecord> records, int formVersion) {
        return records.stream()
                .flatMap(record ->
                        verifier.verify(record.envelope())
                                        instanceof AmendmentVerification.Verified(var statement)
                                ? java.util.stream.Stream.of(Map.entry(statement, record))
                                : java.util.stream.Stream.empty())
                .filter(entry -> entry.getKey().form().formVersion() == formVersion)
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                Map.Entry::getValue,
                                (first, again) -> first,
                                LinkedHashMap::new));
    }

    private synchronized boolean mayStillArrive(String uid) {
        Instant now = clock.instant();
        Instant since = unexplainedSince.computeIfAbsent(uid, u -> now);
        if (unexplainedSince.size() > MAXIMUM_WAITS) {
            unexplainedSince.pollFirstEntry();
        }
        return now.isBefore(since.plus(grace));
    }

    private synchronized void explained(String uid) {
        unexplainedSince.remove(uid);
    }
}
