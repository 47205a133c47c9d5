package io.driftseal.cli.policy;

import io.driftseal.decision.workbench.BenchReport;
import io.driftseal.decision.workbench.BenchRound;
import io.driftseal.decision.workbench.EngineFigures;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a decision costs, for programs. */
public final class BenchDocument {

    private BenchDocument() {}

    /**
     * {@code revision}, {@code question}, {@code inputBytes}, {@code rounds} of three measurements
     * and their ratio, and {@code rules} of {@code profiledEvaluations}.
     *
     * @param slowest how many rules
     */
    public static JsonObject of(BenchReport report, int slowest) {
        return JsonObject.builder()
                .put("revision", report.revision())
                .put("question", report.question().wireName())
                .put("inputBytes", report.inputBytes())
                .put("ratio", number(report.middle().ratio()))
                .put(
                        "rounds",
                        TestDocument.objects(
                                report.rounds().stream().map(BenchDocument::round).toList()))
                .put("profiledEvaluations", report.profiled())
                .put(
                        "rules",
                        TestDocument.objects(
                                report.rules().stream()
                                        .limit(slowest)
                                        .map(TestDocument::rule)
                                        .toList()))
                .build();
    }

    private static JsonObject round(BenchRound round) {
        return JsonObject.builder()
                .put("embedded", figures(round.embedded()))
                .put("decision", figures(round.decision()))
                .put("opa", figures(round.opa()))
                .put("ratio", number(round.ratio()))
                .build();
    }

    private static JsonObject figures(EngineFigures figures) {
        JsonObject.Builder document =
                JsonObject.builder()
                        .put("count", figures.count())
                        .put("meanNanoseconds", figures.mean().toNanos())
                        .put("medianNanoseconds", figures.median().toNanos())
                        .put("p99Nanoseconds", figures.p99().toNanos())
                        .put("allocatedBytes", figures.bytes());
        figures.processor().ifPresent(each -> document.put("processorNanoseconds", each.toNanos()));
        return document.build();
    }

    private static JsonNumber number(double value) {
        return new JsonNumber(
                BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).toPlainString());
    }
}
