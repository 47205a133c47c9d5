package io.driftseal.webhook.stamping;

import io.driftseal.stamp.StampAnnotations;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What of our metadata an object may carry, whatever the request brought. The key of its own kind:
 * what is stored, or what is issued now. The keys of kinds that make such objects: as the
 * controller copied them, else as stored. Every other key under our prefix: none. The label: as
 * stamped.
 */
public final class MetadataRule {
    private MetadataRule() {}

    static OwnMetadata wanted(Candidate candidate, Optional<NewStamp> stamp, Ownership ownership) {
        Optional<OwnMetadata> stored = candidate.old().map(OwnMetadata::of);
        Map<String, String> stamps = new TreeMap<>();
        WorkloadKind kind = candidate.kind();
        stamp.map(NewStamp::annotation)
                .or(candidate::storedStamp)
                .ifPresent(value -> stamps.put(StampAnnotations.key(kind), value));
        Optional<Workload> source =
                isCopiedByController(candidate, ownership)
                        ? Optional.of(candidate.incoming())
                        : candidate.old();
        for (WorkloadKind maker : ownership.kinds().makersOf(kind)) {
            String key = StampAnnotations.key(maker);
            source.map(workload -> workload.annotations().get(key))
                    .ifPresent(value -> stamps.put(key, value));
        }
        return new OwnMetadata(
                stamps,
                stamp.map(NewStamp::runtimePolicy)
                        .or(() -> stored.flatMap(OwnMetadata::runtimePolicy)));
    }

    /** Whether the object carries what it may, given that this review issues nothing. */
    public static boolean holds(Candidate candidate, Ownership ownership) {
        return wanted(candidate, Optional.empty(), ownership)
                .equals(OwnMetadata.of(candidate.incoming()));
    }

    /** As {@link #holds}, given that the stamp it carries is one that this request was issued. */
    public static boolean holdsRenewed(Candidate candidate, Ownership ownership) {
        OwnMetadata carried = OwnMetadata.of(candidate.incoming());
        Optional<NewStamp> renewed =
                StampAnnotations.own(candidate.incoming())
                        .map(stamp -> new NewStamp(stamp, carried.runtimePolicy().orElse("")));
        return renewed.isPresent() && wanted(candidate, renewed, ownership).equals(carried);
    }

    private static boolean isCopiedByController(Candidate candidate, Ownership ownership) {
        return ownership
                .claimedParent(candidate.incoming())
                .filter(owner -> ownership.isController(owner, candidate.request().requester()))
                .isPresent();
    }
}
