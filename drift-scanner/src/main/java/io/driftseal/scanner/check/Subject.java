package io.driftseal.scanner.check;

import io.driftseal.decision.Mode;
import io.driftseal.evidence.BaselineRecord;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.check.StampSightings.Sighting;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.Verification;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the checks may know about one workload, gathered before any of them runs.
 *
 * @param live the object as it is
 * @param reference who it is
 * @param form its canonical form
 * @param stamp what its stamp says
 * @param amendments what approved later changes say of a form that is not the stamped one
 * @param owner what its owner says
 * @param baseline what was observed where nothing was approved
 * @param records what the webhook recorded
 * @param place where it runs
 */
public record Subject(
        Workload live,
        WorkloadReference reference,
        CanonicalForm form,
        StampSight stamp,
        AmendmentSight amendments,
        OwnerSight owner,
        BaselineSight baseline,
        Records records,
        Place place) {

    /**
     * The stamp on the object.
     *
     * @param verification against the live object
     * @param signed its statement where the signature holds, whoever it is about
     * @param keyKnown whether the key it names is in our ring, valid at that time or not
     * @param sha256 digest of the annotation, empty without one
     * @param earlier the stamp first seen on this uid
     * @param sameDecision every sighting of this stamp's decision id, earliest first
     */
    public record StampSight(
            Verification verification,
            Optional<StampStatement> signed,
            boolean keyKnown,
            String sha256,
            Optional<Sighting> earlier,
            List<Sighting> sameDecision) {
        public StampSight {
            sameDecision = List.copyOf(sameDecision);
        }
    }

    /**
     * What the webhook recorded about this workload.
     *
     * @param ofDecision records of the stamp's decision id
     * @param ofWorkload newest records of this uid, newest first
     * @param approvedForm redacted form that the signed hash stands for
     * @param root the decision on the root that it descends from: there stands who asked for it,
     *     while a child is asked for by a controller
     * @param overdue whether there should be records of the stamp's decision by now, and is none
     */
    public record Records(
            List<DecisionRecord> ofDecision,
            List<DecisionRecord> ofWorkload,
            Optional<JsonObject> approvedForm,
            Optional<DecisionRecord> root,
            boolean overdue) {
        public Records {
            ofDecision = List.copyOf(ofDecision);
            ofWorkload = List.copyOf(ofWorkload);
        }

        /**
         * Those of the stamp's decision that admitted an object: never those that judged a copy.
         */
        public List<DecisionRecord> admissions() {
            return ofDecision.stream()
                    .filter(r -> r.outcome() == DecisionRecord.Outcome.ADMITTED)
                    .filter(r -> r.point() != DecisionRecord.Point.ACCESS)
                    .toList();
        }

        public boolean none() {
            return ofDecision.isEmpty() && ofWorkload.isEmpty();
        }
    }

    /**
     * Where the workload runs.
     *
     * @param mode what its namespace wants done with a refusal
     * @param namespaceLabels all labels of its namespace
     * @param exempt whether its namespace is never stamped
     * @param presentAtInstallation whether it was there, unstamped, when the scanner first looked
     */
    public record Place(
            Mode mode,
            Map<String, String> namespaceLabels,
            boolean exempt,
            boolean presentAtInstallation) {
        public Place {
            namespaceLabels = Map.copyOf(namespaceLabels);
        }
    }

    /** The signed statement that is about this object by name, changed or not; empty if none is. */
    public Optional<StampStatement> ownStatement() {
        return switch (stamp.verification()) {
            case Verification.Verified verified -> Optional.of(verified.statement());
            case Verification.HashMismatch mismatch -> Optional.of(mismatch.statement());
            case Verification.ExpiredAsParent expired -> Optional.of(expired.statement());
            case Verification.WrongSubject wrong ->
                    Optional.of(wrong.statement()).filter(this::namesThisObject);
            case Verification.Missing missing -> Optional.empty();
            case Verification.Malformed malformed -> Optional.empty();
            case Verification.UnknownKey unknown -> Optional.empty();
            case Verification.BadSignature bad -> Optional.empty();
        };
    }

    /** The baseline that speaks for a workload to which nobody ever gave a stamp. */
    public Optional<BaselineRecord> adoptedBy() {
        boolean neverStamped =
                stamp.verification() instanceof Verification.Missing && stamp.earlier().isEmpty();
        return neverStamped ? BaselineChecks.adoptedBy(this) : Optional.empty();
    }

    /** Whether the stamp holds in every respect, with the amendments made to it. */
    public boolean verified() {
        return stamp.verification() instanceof Verification.Verified
                || amendments instanceof AmendmentSight.Explained;
    }

    /** Whether its form differs from the stamped one by approved changes, or may do so. */
    public boolean amended() {
        return switch (amendments) {
            case AmendmentSight.Explained explained -> true;
            case AmendmentSight.Awaited awaited -> true;
            case AmendmentSight.None none -> false;
            case AmendmentSight.Unexplained unexplained -> false;
        };
    }

    private boolean namesThisObject(StampStatement statement) {
        boolean sameName =
                statement.name().isPresent()
                        ? statement.name().equals(live.name())
                        : statement.generateName().equals(live.generateName());
        return statement.kind().equals(live.kind().kindName())
                && statement.namespace().equals(live.namespace())
                && sameName;
    }
}
