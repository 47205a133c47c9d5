package io.driftseal.scanner.check;

import io.driftseal.stamp.ParentLink;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.Verification;
import io.driftseal.workload.Derived;
import io.driftseal.workload.Difference;
import io.driftseal.workload.OwnerReference;
import io.driftseal.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A child that is not what its owner makes. A child is compared with the template it was stamped
 * from: an owner that was approved anew, or that itself drifted, does not make its intact children
 * drift.
 */
final class DerivationCheck implements Check {

    /** In the evidence: where the chain of custody is broken, one word of a closed set. */
    private static final String CUSTODY = "custody";

    @Override
    public List<Finding> findings(Subject subject) {
        if (subject.live().isTerminating()) {
            // Its owner may be gone already; whatever it runs ends with it.
            return List.of();
        }
        return switch (subject.owner()) {
            case OwnerSight.None none -> withoutOwner(subject);
            case OwnerSight.Unsupported unsupported -> List.of();
            case OwnerSight.NotRead notRead -> List.of();
            case OwnerSight.Missing missing ->
                    List.of(unresolved(missing.reference(), "owner-missing", "does not exist", ""));
            case OwnerSight.OtherUid other ->
                    List.of(
                            unresolved(
                                    other.reference(),
                                    "owner-recreated",
                                    "has another uid: it was deleted and made again, or it never"
                                            + " was its owner",
                                    other.liveUid()));
            case OwnerSight.Present present -> withOwner(subject, present);
        };
    }

    private static List<Finding> withoutOwner(Subject subject) {
        return subject.ownStatement()
                .flatMap(StampStatement::parent)
                .map(parent ->
                        Finding.of(
                                ReasonCode.NOT_DERIVED_FROM_OWNER,
                                "It was admitted as a child of "
                                        + parent.kind()
                                        + " "
                                        + parent.name()
                                        + " and names no owner now.",
                                Map.of(CUSTODY, "released", "stampedOwnerUid", parent.uid())))
                .map(List::of)
                .orElse(List.of());
    }

    private static Finding unresolved(
            OwnerReference owner, String custody, String what, String liveUid) {
        return Finding.of(
                ReasonCode.NOT_DERIVED_FROM_OWNER,
                "The owner it names, " + owner.kind() + " " + owner.name() + ", " + what + ".",
                Map.of(CUSTODY, custody, "ownerUid", owner.uid(), "liveOwnerUid", liveUid));
    }

    private static List<Finding> withOwner(Subject subject, OwnerSight.Present present) {
        if (subject.stamp().verification() instanceof Verification.WrongSubject wrong
                && subject.ownStatement().isPresent()) {
            return List.of(
                    Finding.of(
                            ReasonCode.NOT_DERIVED_FROM_OWNER,
                            "It has another owner than it was admitted with: "
                                    + wrong.reason()
                                    + ".",
                            Map.of(
                                    CUSTODY,
                                    "adopted",
                                    "decisionId",
                                    wrong.statement().decisionId())));
        }
        // An amended pod was derived when it was stamped, and what changed since is approved.
        if (subject.amended() || !comparable(subject, present)) {
            return List.of();
        }
        Workload owner = present.owner();
        List<String> unexplained = unexplained(subject, present.derived());
        String uid = owner.uid().orElse("");
        if (!unexplained.isEmpty()) {
            return List.of(
                    new Finding(
                            ReasonCode.NOT_DERIVED_FROM_OWNER,
                            "The template of "
                                    + named(owner)
                                    + " does not explain it: "
                                    + unexplained.getFirst()
                                    + ".",
                            Map.of(
                                    CUSTODY,
                                    stampedAlone(subject) ? "adopted" : "not-from-template",
                                    "ownerUid",
                                    uid,
                                    "liveHash",
                                    subject.form().hash().hex()),
                            unexplained));
        }
        if (present.verified().isEmpty() && subject.ownStatement().isEmpty()) {
            return ownerBehindAdmission(owner, subject);
        }
        return List.of();
    }

    /**
     * Classes, LimitRanges and accounts change while a pod runs. One whose stamp holds was held
     * against them when it was admitted, so what newer facts do not give it is no drift. Where
     * facts could not be had nothing is found; the verdict then rests on the stamp alone.
     */
    private static List<String> unexplained(Subject subject, Derived derived) {
        return switch (derived) {
            case Derived.Explained _ -> List.of();
            case Derived.Undecided _ -> List.of();
            case Derived.Unexplained(Difference difference, boolean dependsOnFacts) ->
                    dependsOnFacts && subject.verified()
                            ? List.of()
                            : difference.sentences(Finding.MAXIMUM_SENTENCES);
        };
    }

    /** Only a template that this child was made from says anything about it. */
    private static boolean comparable(Subject subject, OwnerSight.Present present) {
        Optional<ParentLink> parent = subject.ownStatement().flatMap(StampStatement::parent);
        if (parent.isEmpty()) {
            return switch (subject.baseline()) {
                // Held against what it was, which may be older than its owner's template.
                case BaselineSight.Own _,
                        BaselineSight.OfEarlierOwner _,
                        BaselineSight.OfChangedOwner _ ->
                        false;
                case BaselineSight.OfAncestor _ -> true;
                case BaselineSight.Unusable _, BaselineSight.None _ ->
                        subject.live().kind().isPod();
            };
        }
        return present.verified()
                .filter(owner -> owner.decisionId().equals(parent.get().decisionId()))
                .isPresent();
    }

    /** An unstamped child of a stamped owner whose stamp no longer holds. */
    private static List<Finding> ownerBehindAdmission(Workload owner, Subject subject) {
        boolean wasStamped =
                owner.annotations()
                        .containsKey(io.driftseal.stamp.StampAnnotations.key(owner.kind()));
        if (!wasStamped || subject.place().presentAtInstallation()) {
            return List.of();
        }
        return List.of(
                Finding.of(
                        ReasonCode.NOT_DERIVED_FROM_OWNER,
                        "The template of "
                                + named(owner)
                                + " was edited behind admission, and it was"
                                + " made from it.",
                        Map.of(CUSTODY, "owner-edited", "ownerUid", owner.uid().orElse(""))));
    }

    /** Its stamp knows no owner: it was admitted as a root, and a controller took it over. */
    private static boolean stampedAlone(Subject subject) {
        return subject.ownStatement().filter(s -> s.parent().isEmpty()).isPresent();
    }

    private static String named(Workload owner) {
        return owner.kind().kind() + " " + owner.name().orElse("");
    }
}
