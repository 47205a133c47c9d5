package io.driftseal.scanner.check;

import io.driftseal.decision.Mode;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.scanner.check.StampSightings.Sighting;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.observe.WorkloadSnapshot;
import io.driftseal.stamp.ParentLink;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.Verification;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Collects all that the checks may know. The owner is found before, because that may ask the API.
 */
public final class Gatherer {

    /** Records of one workload that are looked at; older door uses are in evidence. */
    private static final int MAXIMUM_RECORDS = 64;

    private final Observatory observatory;
    private final StampVerifier verifier;
    private final VerificationKeyRing keys;
    private final AmendmentSearch amendmentSearch;
    private final BaselineSearch baselines;
    private final RecordWait recordWait;
    private final Set<String> exemptNamespaces;

    public Gatherer(
            Observatory observatory,
            StampVerifier verifier,
            VerificationKeyRing keys,
            Searches searches,
            Set<String> exemptNamespaces) {
        this.observatory = observatory;
        this.verifier = verifier;
        this.keys = keys;
        this.amendmentSearch = searches.amendments();
        this.baselines = searches.baselines();
        this.recordWait = searches.recordWait();
        this.exemptNamespaces = Set.copyOf(exemptNamespaces);
    }

    /**
     * What speaks for a form that is not the stamped one, or for one without a stamp.
     *
     * @param amendments signed changes of a running pod
     * @param baselines signed observations of what nobody approved
     * @param recordWait how long what the webhook recorded may be missing
     */
    public record Searches(
            AmendmentSearch amendments, BaselineSearch baselines, RecordWait recordWait) {}

    /**
     * The subject of one look.
     *
     * @param ancestors owner first, see {@link OwnerSearch#ancestors}
     */
    public Subject gather(
            WorkloadSnapshot snapshot,
            OwnerSight owner,
            List<Workload> ancestors,
            Recollection remembered) {
        Workload live = snapshot.workload();
        CanonicalForm form = verifier.comparable(StampAnnotations.own(live), live);
        Subject.StampSight stamp = stamp(live, form, remembered.stamps());
        String uid = snapshot.reference().uid();
        List<DecisionRecord> ofDecision =
                stamp.signed()
                        .map(s -> remembered.decisions().byDecision(s.decisionId()))
                        .orElse(List.of());
        Subject.Records records =
                new Subject.Records(
                        ofDecision,
                        remembered.decisions().ofWorkload(uid, MAXIMUM_RECORDS),
                        stamp.signed()
                                .flatMap(s -> remembered.decisions().withForm(s.hash().hex()))
                                .flatMap(DecisionRecord::redactedForm),
                        root(stamp.signed(), owner)
                                .flatMap(id -> admission(remembered.decisions(), id)),
                        recordWait.isOver(stamp.signed(), ofDecision, remembered.looks().began()));
        AmendmentSight amendments =
                amendmentSearch.of(
                        live,
                        form,
                        stamp.verification(),
                        remembered.amendments(),
                        () -> mayBeByDoor(form, records, owner));
        return new Subject(
                live,
                snapshot.reference(),
                form,
                stamp,
                amendments,
                owner,
                baselines.of(live, form, ancestors, remembered),
                records,
                place(live.namespace(), remembered.looks().presentAtInstallation(uid)));
    }

    /**
     * Whether the change may be one that a door made: not if it is on record as refused, and not if
     * something else changed. Where nobody can name the change, it may be.
     */
    private static boolean mayBeByDoor(
            CanonicalForm form, Subject.Records records, OwnerSight owner) {
        String hash = form.hash().hex();
        boolean refused =
                records.ofWorkload().stream()
                        .filter(r -> r.outcome() == DecisionRecord.Outcome.WOULD_REFUSE)
                        .anyMatch(r -> r.configurationHash().equals(hash));
        return !refused
                && FormDifference.of(form, records.approvedForm(), owner)
                        .map(FormDifference::byDoorOnly)
                        .orElse(true);
    }

    private Subject.StampSight stamp(Workload live, CanonicalForm form, StampSightings sightings) {
        Optional<String> annotation = StampAnnotations.own(live);
        Verification verification = verifier.verify(annotation, live, form);
        Optional<StampStatement> signed =
                annotation
                        .map(verifier::authenticate)
                        .flatMap(v ->
                                v instanceof Verification.Verified verified
                                        ? Optional.of(verified.statement())
                                        : Optional.empty());
        boolean keyKnown =
                !(verification instanceof Verification.UnknownKey unknown)
                        || keys.find(unknown.keyId()).isPresent();
        List<Sighting> sameDecision =
                signed.map(s -> sightings.withDecision(s.decisionId())).orElse(List.of());
        return new Subject.StampSight(
                verification,
                signed,
                keyKnown,
                annotation.map(StampAnnotations::digest).orElse(""),
                live.uid().flatMap(sightings::of),
                sameDecision);
    }

    /** Decision id of the topmost stamp that is linked from here; empty for a root. */
    private static Optional<String> root(Optional<StampStatement> signed, OwnerSight owner) {
        Optional<ParentLink> parent = signed.flatMap(StampStatement::parent);
        Optional<ParentLink> grandparent =
                owner instanceof OwnerSight.Present present
                        ? present.verified().flatMap(StampStatement::parent)
                        : Optional.empty();
        return parent.map(link -> grandparent.orElse(link).decisionId());
    }

    private static Optional<DecisionRecord> admission(RecordedDecisions decisions, String id) {
        return decisions.byDecision(id).stream()
                .filter(r -> r.outcome() == DecisionRecord.Outcome.ADMITTED)
                .findFirst();
    }

    private Subject.Place place(String namespace, boolean presentAtInstallation) {
        Map<String, String> labels = observatory.namespaceLabels(namespace);
        return new Subject.Place(
                Mode.of(labels),
                labels,
                exemptNamespaces.contains(namespace),
                presentAtInstallation);
    }
}
