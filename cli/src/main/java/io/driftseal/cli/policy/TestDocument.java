package io.driftseal.cli.policy;

import io.driftseal.decision.workbench.RuleCost;
import io.driftseal.decision.workbench.TestComparison;
import io.driftseal.decision.workbench.TestCoverage;
import io.driftseal.decision.workbench.TestReport;
import io.driftseal.decision.workbench.TestRun;
import io.driftseal.decision.workbench.TestVerdict;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What tests said, for programs. */
public final class TestDocument {

    private TestDocument() {}

    /**
     * {@code passed}, {@code tests}, {@code problems} and, where they were asked for, {@code
     * coverage} and {@code rules}.
     *
     * @param slowest how many rules
     */
    public static JsonObject of(TestReport report, int slowest) {
        JsonObject.Builder document =
                JsonObject.builder()
                        .put("passed", report.passed())
                        .put(
                                "tests",
                                objects(report.tests().stream().map(TestDocument::test).toList()))
                        .put("problems", PolicyExamination.documents(report.refused()));
        report.coverage().ifPresent(coverage -> document.put("coverage", coverage(coverage)));
        if (slowest > 0) {
            document.put(
                    "rules",
                    objects(
                            report.rules().stream()
                                    .limit(slowest)
                                    .map(TestDocument::rule)
                                    .toList()));
        }
        return document.build();
    }

    private static JsonObject test(TestComparison test) {
        return JsonObject.builder()
                .put("name", test.test().fullName())
                .put("file", test.test().file())
                .put("line", test.test().line())
                .put("outcome", test.outcome().name().toLowerCase(Locale.ROOT))
                .put("opa", run(test.opa()))
                .put("embedded", run(test.embedded()))
                .build();
    }

    private static JsonObject run(TestRun run) {
        JsonObject.Builder document =
                JsonObject.builder()
                        .put("verdict", run.verdict().word())
                        .put("nanoseconds", run.took().toNanos())
                        .put("printed", texts(run.printed()));
        switch (run.verdict()) {
            case TestVerdict.Passed passed -> document.put("passedCases", texts(passed.cases()));
            case TestVerdict.Failed failed ->
                    document.put("passedCases", texts(failed.passedCases()))
                            .put("failedCases", texts(failed.failedCases()));
            case TestVerdict.Broken broken ->
                    document.put("code", broken.code()).put("message", broken.message());
            case TestVerdict.NotRun notRun -> document.put("reason", notRun.reason());
            case TestVerdict.Skipped _ -> {}
        }
        return document.build();
    }

    private static JsonObject coverage(TestCoverage coverage) {
        return JsonObject.builder()
                .put("percent", percent(coverage.percent()))
                .put("files", objects(coverage.files().stream().map(TestDocument::file).toList()))
                .build();
    }

    private static JsonObject file(TestCoverage.FileCoverage file) {
        return JsonObject.builder()
                .put("file", file.file())
                .put("percent", percent(file.percent()))
                .put("reachedLines", file.reached())
                .put("missedLines", file.missed())
                .put("gaps", texts(file.gaps().stream().map(TestCoverage.Gap::toString).toList()))
                .build();
    }

    /** Of a profile: {@code rule}, its place, {@code calls} and times. */
    static JsonObject rule(RuleCost rule) {
        return JsonObject.builder()
                .put("rule", rule.name())
                .put("file", rule.file())
                .put("line", rule.line())
                .put("calls", rule.calls())
                .put("ownNanoseconds", rule.own().toNanos())
                .put("totalNanoseconds", rule.total().toNanos())
                .build();
    }

    static JsonArray objects(List<JsonObject> objects) {
        return JsonArray.of(objects.toArray(JsonObject[]::new));
    }

    private static JsonArray texts(Collection<String> texts) {
        return new JsonArray(List.copyOf(texts.stream().map(JsonString::new).toList()));
    }

    private static JsonNumber percent(double value) {
        return new JsonNumber(
                BigDecimal.valueOf(value).setScale(2, RoundingMode.FLOOR).toPlainString());
    }
}
