package io.driftseal.decision;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a decision comes to, in a form in which two of them can be held against each other.
 *
 * @param grade runtime policy of an admission, severity of a drift, actions of a response; empty
 *     for doors and grants, and where there is no answer
 * @param reasons against it, by code and field
 */
public record PolicyVerdict(Kind kind, String grade, SortedSet<String> reasons) {

    /** What was said. */
    public enum Kind {
        /** Admitted, granted, issued. */
        PASSES,
        /** Refused, denied. */
        REFUSES,
        /** Judged, planned. */
        GRADES,
        /** No explicit, well-formed answer. */
        NONE
    }

    public PolicyVerdict {
        reasons = Collections.unmodifiableSortedSet(new TreeSet<>(reasons));
    }

    /** Read as strictly as the decision itself was. */
    public static PolicyVerdict of(EntryPoint entryPoint, Evaluation evaluation) {
        return switch (entryPoint) {
            case ADMISSION -> of(AnswerDocuments.admission("", evaluation));
            case ACCESS -> of(AnswerDocuments.access("", evaluation));
            case GRANT -> of(AnswerDocuments.grant("", evaluation));
            case DRIFT -> of(AnswerDocuments.drift("", evaluation));
            case RESPONSE -> of(AnswerDocuments.response("", evaluation));
        };
    }

    private static PolicyVerdict of(AdmissionDecision decision) {
        return switch (decision) {
            case AdmissionDecision.Admitted admitted -> passes(admitted.runtimePolicy());
            case AdmissionDecision.Refused refused ->
                    refuses(refused.runtimePolicy(), refused.reasons());
            case AdmissionDecision.Undecided undecided -> none(undecided.cause());
        };
    }

    private static PolicyVerdict of(AccessDecision decision) {
        return switch (decision) {
            case AccessDecision.Granted ignored -> passes("");
            case AccessDecision.Denied denied -> refuses("", denied.reasons());
            case AccessDecision.Undecided undecided -> none(undecided.cause());
        };
    }

    private static PolicyVerdict of(GrantDecision decision) {
        return switch (decision) {
            case GrantDecision.Issued ignored -> passes("");
            case GrantDecision.Denied denied -> refuses("", denied.reasons());
            case GrantDecision.Undecided undecided -> none(undecided.cause());
        };
    }

    private static PolicyVerdict of(DriftDecision decision) {
        return switch (decision) {
            case DriftDecision.Judged judged ->
                    grades(
                            judged.severity().wireName()
                                    + (judged.incident() ? "" : ", no incident")
                                    + judged.channels().stream()
                                            .map(channel -> ", " + channel.wireName())
                                            .collect(Collectors.joining()));
            case DriftDecision.Undecided undecided -> none(undecided.cause());
        };
    }

    private static PolicyVerdict of(ResponseDecision decision) {
        return switch (decision) {
            case ResponseDecision.Planned planned ->
                    grades(
                            planned.actions().stream()
                                    .map(ResponseAction::wireName)
                                    .collect(Collectors.joining(", ")));
            case ResponseDecision.Undecided undecided -> none(undecided.cause());
        };
    }

    private static PolicyVerdict passes(String grade) {
        return new PolicyVerdict(Kind.PASSES, grade, new TreeSet<>());
    }

    private static PolicyVerdict refuses(String grade, List<Reason> reasons) {
        return new PolicyVerdict(
                Kind.REFUSES,
                grade,
                reasons.stream()
                        .map(reason ->
                                reason.field().isEmpty()
                                        ? reason.code()
                                        : reason.code() + " at " + reason.field())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static PolicyVerdict grades(String grade) {
        return new PolicyVerdict(Kind.GRADES, grade, new TreeSet<>());
    }

    private static PolicyVerdict none(Cause cause) {
        return new PolicyVerdict(
                Kind.NONE, "", new TreeSet<>(List.of("no answer: " + cause.wireName())));
    }
}
