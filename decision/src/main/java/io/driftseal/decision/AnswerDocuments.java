package io.driftseal.decision;

import io.driftseal.decision.document.DocumentException;
import io.driftseal.decision.document.StrictDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Answers to decisions. Shapes: {@code policies/rego/schema/*-output.json}. What the schemas cannot
 * say is checked here too: a refusal needs a reason, an admission must not have one.
 */
final class AnswerDocuments {

    /** Far above what a person reads; beyond it a policy is at fault. */
    private static final int MAXIMUM_REASONS = 64;

    private static final int MAXIMUM_TEXT = 256;

    /** A runtime policy becomes a label value. */
    private static final int MAXIMUM_LABEL = 63;

    private static final Pattern LABEL_VALUE =
            Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

    private AnswerDocuments() {}

    static AdmissionDecision admission(String decisionId, Evaluation evaluation) {
        return read(
                decisionId,
                evaluation,
                AdmissionDecision.Undecided::new,
                AnswerDocuments::admission);
    }

    static AccessDecision access(String decisionId, Evaluation evaluation) {
        return read(decisionId, evaluation, AccessDecision.Undecided::new, AnswerDocuments::access);
    }

    static GrantDecision grant(String decisionId, Evaluation evaluation) {
        return read(decisionId, evaluation, GrantDecision.Undecided::new, AnswerDocuments::grant);
    }

    static DriftDecision drift(String decisionId, Evaluation evaluation) {
        return read(decisionId, evaluation, DriftDecision.Undecided::new, AnswerDocuments::drift);
    }

    static ResponseDecision response(String decisionId, Evaluation evaluation) {
        return read(
                decisionId, evaluation, ResponseDecision.Undecided::new, AnswerDocuments::response);
    }

    private static AdmissionDecision admission(DecisionReference reference, StrictDocument answer)
            throws DocumentException {
        boolean admitted = answer.flag("admitted");
        String runtimePolicy = answer.word("runtimePolicy", MAXIMUM_LABEL);
        if (!LABEL_VALUE.matcher(runtimePolicy).matches()) {
            throw answer.inconsistent("names a runtime policy that is no label value");
        }
        List<Reason> reasons = reasons(answer, "reasons");
        List<Reason> warnings = reasons(answer, "warnings");
        List<Reason> recorded = reasons(answer, "recorded");
        answer.end();
        requireReasonsOnlyIfRefused(answer, admitted, reasons);
        return admitted
                ? new AdmissionDecision.Admitted(reference, runtimePolicy, warnings, recorded)
                : new AdmissionDecision.Refused(reference, runtimePolicy, reasons);
    }

    private static AccessDecision access(DecisionReference reference, StrictDocument answer)
            throws DocumentException {
        boolean granted = answer.flag("granted");
        List<Reason> reasons = reasons(answer, "reasons");
        List<Reason> warnings = reasons(answer, "warnings");
        answer.end();
        requireReasonsOnlyIfRefused(answer, granted, reasons);
        return granted
                ? new AccessDecision.Granted(reference, warnings)
                : new AccessDecision.Denied(reference, reasons);
    }

    private static GrantDecision grant(DecisionReference reference, StrictDocument answer)
            throws DocumentException {
        boolean granted = answer.flag("granted");
        List<Reason> reasons = reasons(answer, "reasons");
        List<Reason> warnings = reasons(answer, "warnings");
        answer.end();
        requireReasonsOnlyIfRefused(answer, granted, reasons);
        return granted
                ? new GrantDecision.Issued(reference, warnings)
                : new GrantDecision.Denied(reference, reasons);
    }

    private static DriftDecision drift(DecisionReference reference, StrictDocument answer)
            throws DocumentException {
        Severity severity =
                oneOf(
                        answer,
                        answer.word("severity", MAXIMUM_TEXT),
                        Severity.values(),
                        Severity::wireName);
        boolean incident = answer.flag("incident");
        List<NotificationChannel> notify = new ArrayList<>();
        for (String word : answer.words("notify", NotificationChannel.values().length)) {
            notify.add(
                    oneOf(
                            answer,
                            word,
                            NotificationChannel.values(),
                            NotificationChannel::wireName));
        }
        answer.end();
        return new DriftDecision.Judged(reference, severity, incident, notify);
    }

    private static ResponseDecision response(DecisionReference reference, StrictDocument answer)
            throws DocumentException {
        List<ResponseAction> actions = new ArrayList<>();
        for (String word : answer.words("actions", ResponseAction.values().length)) {
            actions.add(oneOf(answer, word, ResponseAction.values(), ResponseAction::wireName));
        }
        String rationale = answer.word("rationale", MAXIMUM_TEXT);
        answer.end();
        return new ResponseDecision.Planned(reference, actions, rationale);
    }

    private static List<Reason> reasons(StrictDocument answer, String name)
            throws DocumentException {
        List<Reason> reasons = new ArrayList<>();
        for (StrictDocument item : answer.documents(name, MAXIMUM_REASONS)) {
            reasons.add(
                    new Reason(
                            item.word("code", MAXIMUM_LABEL),
                            item.word("message", MAXIMUM_TEXT),
                            item.text("field", MAXIMUM_TEXT),
                            exemption(item)));
            item.end();
        }
        return reasons;
    }

    /** The only member that may be left out: most reasons have none. */
    private static Optional<RuleExemption> exemption(StrictDocument reason)
            throws DocumentException {
        if (!reason.has("exemption")) {
            return Optional.empty();
        }
        StrictDocument item = reason.document("exemption");
        var exemption =
                new RuleExemption(
                        item.word("id", MAXIMUM_LABEL),
                        item.word("rule", MAXIMUM_LABEL),
                        item.word("owner", MAXIMUM_TEXT),
                        item.word("reason", MAXIMUM_TEXT),
                        item.word("expires", MAXIMUM_LABEL));
        item.end();
        return Optional.of(exemption);
    }

    private static void requireReasonsOnlyIfRefused(
            StrictDocument answer, boolean passed, List<Reason> reasons) throws DocumentException {
        if (passed != reasons.isEmpty()) {
            throw answer.inconsistent(
                    passed ? "passes and gives reasons against it" : "refuses without a reason");
        }
    }

    private static <E> E oneOf(
            StrictDocument answer, String word, E[] values, Function<E, String> wireName)
            throws DocumentException {
        for (E value : values) {
            if (wireName.apply(value).equals(word)) {
                return value;
            }
        }
        throw answer.inconsistent("holds a word that its schema does not name");
    }

    private static <D> D read(
            String decisionId, Evaluation evaluation, Undecided<D> undecided, Answer<D> answer) {
        var reference =
                new DecisionReference(
                        decisionId, evaluation.inputDigest(), evaluation.bundleRevision());
        return switch (evaluation) {
            case Evaluation.Answered answered -> {
                try {
                    yield answer.of(reference, new StrictDocument(answered.document(), "answer"));
                } catch (DocumentException e) {
                    yield undecided.of(reference, cause(e), String.valueOf(e.getMessage()));
                }
            }
            case Evaluation.Indeterminate indeterminate ->
                    undecided.of(reference, indeterminate.cause(), indeterminate.detail());
        };
    }

    private static Cause cause(DocumentException e) {
        return switch (e.fault()) {
            case MALFORMED -> Cause.MALFORMED;
            case SURPLUS -> Cause.SURPLUS;
        };
    }

    private interface Undecided<D> {
        D of(DecisionReference reference, Cause cause, String detail);
    }

    private interface Answer<D> {
        D of(DecisionReference reference, StrictDocument document) throws DocumentException;
    }
}
