package io.driftseal.scanner.adoption;

import io.driftseal.evidence.BaselineRecord;
import io.driftseal.evidence.BaselineRefusedException;
import io.driftseal.evidence.SignedBaseline;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.adoption.AdoptionPage.Named;
import io.driftseal.scanner.incident.ScannerStore;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.observe.UnreadableWorkload;
import io.driftseal.scanner.observe.WorkKey;
import io.driftseal.scanner.observe.WorkQueue;
import io.driftseal.scanner.observe.WorkloadSnapshot;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adopts what runs, page by page: how does it stand, who vouches for it, evidence. Nothing is
 * written to the cluster. What changes between the look here and the signature there is not signed
 * and said; what changes afterwards is drift from what was signed.
 */
public final class Adopter {

    /** New workloads in one page: a few seconds, and no more than a page of forms in memory. */
    static final int PAGE = 250;

    /** Of the workloads that a page names; beyond it they are counted. */
    private static final int MAXIMUM_NAMED = 500;

    /** Well below the bound of a record, for the other fields. */
    private static final int LARGEST_FORM_BYTES = 400 * 1024;

    private final Places places;
    private final AdoptionStanding standing;
    private final BaselineSigner signer;
    private final VerificationKeyRing keys;
    private final Clock clock;

    /** Where workloads are seen, kept and looked at. */
    public record Places(ScannerStore store, Observatory observatory, WorkQueue queue) {}

    /**
     * @param keys those of checkpoints
     */
    public Adopter(
            Places places,
            AdoptionStanding standing,
            BaselineSigner signer,
            VerificationKeyRing keys,
            Clock clock) {
        this.places = places;
        this.standing = standing;
        this.signer = signer;
        this.keys = keys;
        this.clock = clock;
    }

    /** One page; repeat with {@link AdoptionPage#next} until that is empty. */
    public AdoptionPage adopt(AdoptionRequest request)
            throws InterruptedException, AdoptionStoppedException {
        Tally tally = new Tally();
        List<Candidate> candidates = new ArrayList<>();
        String next = "";
        for (WorkloadReference reference : workloads(request)) {
            if (candidates.size() == PAGE) {
                next = position(candidates.getLast().reference());
                break;
            }
            candidate(reference, request, tally).ifPresent(candidates::add);
        }
        for (int from = 0; from < candidates.size(); from += BaselineSigner.MAXIMUM_ASKED) {
            int to = Math.min(from + BaselineSigner.MAXIMUM_ASKED, candidates.size());
            List<Candidate> asked = candidates.subList(from, to);
            if (request.dryRun()) {
                asked.forEach(c -> tally.named(c.reference(), Standing.NEW, ""));
            } else {
                keep(sign(asked, tally), tally);
            }
        }
        return new AdoptionPage(tally.counts, tally.named, next);
    }

    private List<WorkloadReference> workloads(AdoptionRequest request) {
        return places.observatory().references().stream()
                .filter(r -> request.namespace().map(r.namespace()::equals).orElse(true))
                .filter(r -> position(r).compareTo(request.after()) > 0)
                .sorted(Comparator.comparing(Adopter::position))
                .toList();
    }

    private Optional<Candidate> candidate(
            WorkloadReference reference, AdoptionRequest request, Tally tally) {
        WorkKey key = new WorkKey(reference.kind(), reference.uid());
        return switch (places.observatory().live(key).orElse(null)) {
            case null -> Optional.empty();
            case UnreadableWorkload unreadable -> {
                tally.named(reference, Standing.UNREADABLE, unreadable.cause());
                yield Optional.empty();
            }
            case WorkloadSnapshot snapshot ->
                    candidate(snapshot.workload(), reference, request, tally);
        };
    }

    private Optional<Candidate> candidate(
            Workload live, WorkloadReference reference, AdoptionRequest request, Tally tally) {
        CanonicalForm form = CanonicalForm.of(live);
        Standing found = places.store().read(remembered -> standing.of(live, form, remembered));
        if (found == Standing.NEW || (found == Standing.DRIFTED && request.acceptDrift())) {
            return Optional.of(new Candidate(live.kind(), reference, form, form.hash().hex()));
        }
        if (found == Standing.DRIFTED) {
            tally.named(reference, found, "");
        } else {
            tally.count(reference.namespace(), found);
        }
        return Optional.empty();
    }

    private List<BaselineRecord> sign(List<Candidate> asked, Tally tally)
            throws InterruptedException, AdoptionStoppedException {
        List<BaselineSigner.Answer> answers =
                switch (signer.sign(asked)) {
                    case BaselineSigner.Answered(var all) -> all;
                    case BaselineSigner.Away(String reason) ->
                            throw new AdoptionStoppedException(reason);
                };
        List<BaselineRecord> records = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Candidate candidate = asked.get(i);
            switch (answers.get(i)) {
                case BaselineSigner.NotSigned(String cause) ->
                        tally.named(candidate.reference(), Standing.NOT_SIGNED, cause);
                case BaselineSigner.Signed(String envelope) ->
                        record(candidate, envelope)
                                .ifPresentOrElse(
                                        records::add,
                                        () ->
                                                tally.named(
                                                        candidate.reference(),
                                                        Standing.NOT_SIGNED,
                                                        "signature-refused"));
            }
        }
        return records;
    }

    private void keep(List<BaselineRecord> records, Tally tally) {
        places.store()
                .write(transaction -> {
                    for (BaselineRecord record : records) {
                        transaction.evidence().append(record, clock.instant());
                        transaction.baselines().keep(record);
                    }
                    return records.size();
                });
        for (BaselineRecord record : records) {
            tally.named(record.workload(), Standing.NEW, "");
            // After the commit: a look before it would not see the baseline.
            places.queue().offer(new WorkKey(record.workload().kind(), record.workload().uid()));
        }
    }

    /** What was signed must be exactly what was asked. */
    private Optional<BaselineRecord> record(Candidate candidate, String envelope) {
        try {
            SignedBaseline signed = SignedBaseline.verify(envelope, keys);
            boolean asked =
                    signed.baseline().workload().equals(candidate.reference())
                            && signed.baseline().configurationHash().equals(candidate.hash())
                            && signed.baseline().formVersion() == candidate.form().version();
            return asked
                    ? Optional.of(BaselineRecord.of(signed, keepable(candidate.form())))
                    : Optional.empty();
        } catch (BaselineRefusedException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonObject> keepable(CanonicalForm form) {
        return Optional.of(form.redacted())
                .filter(redacted -> JsonWriter.write(redacted).length <= LARGEST_FORM_BYTES);
    }

    private static String position(WorkloadReference reference) {
        return String.join(
                "/", reference.namespace(), reference.kind(), reference.name(), reference.uid());
    }

    /** Counts by namespace, and the workloads worth naming. */
    private static final class Tally {
        private final Map<String, Map<Standing, Integer>> counts = new TreeMap<>();
        private final List<Named> named = new ArrayList<>();

        void count(String namespace, Standing standing) {
            counts.computeIfAbsent(namespace, _ -> new EnumMap<>(Standing.class))
                    .merge(standing, 1, Integer::sum);
        }

        void named(WorkloadReference workload, Standing standing, String detail) {
            count(workload.namespace(), standing);
            if (named.size() < MAXIMUM_NAMED) {
                named.add(new Named(workload, standing, detail));
            }
        }
    }
}
