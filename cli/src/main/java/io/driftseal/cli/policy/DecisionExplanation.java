package io.driftseal.cli.policy;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyVerdict;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.decision.kept.KeptInput;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.ExemptionEntry;
import io.driftseal.evidence.PolicyNotes;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decision in words, for whoever has to answer for it.
 *
 * @param lines to print; texts in them are other people's
 * @param same whether these policies answer what was recorded, or give no answer for the same cause
 */
public record DecisionExplanation(List<String> lines, boolean same) {

    /** Of a question that has no reasons: the rules that gave its answer. */
    private static final int MAXIMUM_RULES = 12;

    public DecisionExplanation {
        lines = List.copyOf(lines);
    }

    /** What can be said without the input. */
    public static List<String> ofRecord(DecisionRecord record) {
        List<String> lines = new ArrayList<>();
        lines.add(
                record.decisionId()
                        + ": "
                        + record.operation()
                        + " of "
                        + record.workload().kind()
                        + " "
                        + record.workload().namespace()
                        + "/"
                        + record.workload().name()
                        + " by "
                        + record.requester()
                        + ", "
                        + record.time());
        lines.add(
                "  recorded as "
                        + record.outcome()
                        + " in mode "
                        + record.mode()
                        + ", runtime policy "
                        + (record.runtimePolicy().isEmpty() ? "none" : record.runtimePolicy())
                        + ", approver "
                        + (record.approver().isEmpty() ? "none" : record.approver()));
        for (ReasonEntry reason : record.reasons()) {
            lines.add("  " + reason.code() + " " + reason.field() + ": " + reason.message());
            reason.exemption().ifPresent(exemption -> lines.add("    " + exempted(exemption)));
        }
        record.notes().ifPresent(notes -> said(notes, lines));
        return lines;
    }

    private static String exempted(ExemptionEntry exemption) {
        return "exemption "
                + exemption.id()
                + " of rule "
                + exemption.rule()
                + ", by "
                + exemption.owner()
                + " until "
                + exemption.expires()
                + ": "
                + exemption.reason();
    }

    private static void said(PolicyNotes notes, List<String> lines) {
        notes.printed().forEach(line -> lines.add("  printed: " + line));
        notes.traced().forEach(line -> lines.add("  traced: " + line));
        if (notes.cut() > 0) {
            lines.add("  (" + notes.cut() + " such lines are missing or shortened)");
        }
        notes.nondeterminism()
                .filter(values -> !values.isEmpty())
                .ifPresent(values -> lines.add("  used: " + JsonWriter.writeString(values)));
    }

    /**
     * Explains a decision.
     *
     * @param record empty where it was not looked for
     * @param revision of the policies at hand
     */
    public static DecisionExplanation of(
            Optional<DecisionRecord> record, KeptInput kept, String revision, PolicyTrace trace) {
        List<String> lines = new ArrayList<>();
        record.ifPresentOrElse(
                found -> lines.addAll(ofRecord(found)),
                () ->
                        lines.add(
                                kept.decisionId()
                                        + ": "
                                        + kept.entryPoint().wireName()
                                        + " of "
                                        + RehearsedWorkload.of(kept).label(kept.entryPoint())
                                        + ", "
                                        + kept.time()
                                        + "; its record was not looked at (no --scanner)"));
        lines.add(
                revision.equals(kept.bundleRevision())
                        ? "Policies: revision " + revision + ", the one that decided."
                        : "Policies: revision "
                                + revision
                                + "; ANOTHER decided, "
                                + kept.bundleRevision()
                                + ". What follows is what these say.");
        if (kept.nondeterminism().isEmpty()) {
            lines.add("Its clock and randomness were more than is kept; these are new ones.");
        }
        boolean same = compare(kept, trace, lines);
        switch (trace.outcome()) {
            case EngineAnswer.Value value ->
                    reasons(kept.entryPoint(), value.document(), trace, lines);
            case EngineAnswer.None none -> lines.add("No answer: " + none.detail());
        }
        return new DecisionExplanation(lines, same);
    }

    /**
     * No answer for the same cause is the same outcome: the failure policy did what it did then.
     */
    private static boolean compare(KeptInput kept, PolicyTrace trace, List<String> lines) {
        boolean same =
                switch (trace.outcome()) {
                    case EngineAnswer.Value value ->
                            kept.answer().filter(value.document()::equals).isPresent();
                    case EngineAnswer.None none ->
                            kept.cause().filter(none.cause()::equals).isPresent();
                };
        lines.add(
                same
                        ? "Asked again, they "
                                + kept.cause()
                                        .map(cause ->
                                                "give no answer, as then: " + cause.wireName())
                                        .orElse("answer the same")
                                + "."
                        : "Asked again, they answer OTHERWISE: "
                                + words(PolicyVerdict.of(kept.entryPoint(), kept.evaluation()))
                                + " then, "
                                + words(PolicyVerdict.of(kept.entryPoint(), evaluation(trace)))
                                + " now.");
        return same;
    }

    private static Evaluation evaluation(PolicyTrace trace) {
        return switch (trace.outcome()) {
            case EngineAnswer.Value value -> new Evaluation.Answered(value.document(), "", "");
            case EngineAnswer.None none ->
                    new Evaluation.Indeterminate(none.cause(), none.detail(), "", "");
        };
    }

    private static String words(PolicyVerdict verdict) {
        String grade = verdict.grade().isEmpty() ? "" : " (" + verdict.grade() + ")";
        return switch (verdict.kind()) {
            case PASSES -> "passes" + grade;
            case REFUSES -> "refused" + grade + " for " + String.join("; ", verdict.reasons());
            case GRADES -> verdict.grade();
            case NONE -> String.join("; ", verdict.reasons());
        };
    }

    private static void reasons(
            EntryPoint question, JsonObject answer, PolicyTrace trace, List<String> lines) {
        boolean any = false;
        for (Map.Entry<String, String> list :
                List.of(
                        Map.entry("reasons", "Refused for"),
                        Map.entry("warnings", "Warned of"),
                        Map.entry("recorded", "Recorded"))) {
            for (JsonObject reason : answer.objects(list.getKey())) {
                any = true;
                reason(list.getValue(), reason, trace, lines);
            }
        }
        if (!any) {
            lines.add("No rule gave a reason. Rules with a value:");
            trace.rulesIn(question.wireName(), MAXIMUM_RULES).forEach(rule -> rule(rule, lines));
        }
    }

    private static void reason(
            String what, JsonObject reason, PolicyTrace trace, List<String> lines) {
        String code = reason.string("code").orElse("");
        String field = reason.string("field").orElse("");
        lines.add(
                what
                        + " "
                        + code
                        + (field.isEmpty() ? "" : " at " + field)
                        + ": "
                        + reason.string("message").orElse(""));
        if (reason.has("exemption")) {
            JsonObject exemption = reason.object("exemption");
            lines.add(
                    "  exemption "
                            + exemption.string("id").orElse("")
                            + " of rule "
                            + exemption.string("rule").orElse("")
                            + ", by "
                            + exemption.string("owner").orElse("")
                            + " until "
                            + exemption.string("expires").orElse("")
                            + ": "
                            + exemption.string("reason").orElse(""));
        }
        trace.ruleOf(code, field)
                .ifPresentOrElse(
                        rule -> rule(rule, lines),
                        () -> lines.add("  made by a rule that the trace does not name"));
    }

    private static void rule(TracedRule rule, List<String> lines) {
        lines.add("  " + rule.file() + ":" + rule.line() + "  " + rule.name());
        rule.source().forEach(text -> lines.add("      " + text));
        rule.values().forEach((name, value) -> lines.add("      " + name + " = " + value));
    }
}
