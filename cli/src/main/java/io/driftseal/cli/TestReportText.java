package io.driftseal.cli;

import io.driftseal.decision.workbench.RuleCost;
import io.driftseal.decision.workbench.TestComparison;
import io.driftseal.decision.workbench.TestComparison.Outcome;
import io.driftseal.decision.workbench.TestCoverage;
import io.driftseal.decision.workbench.TestReport;
import io.driftseal.decision.workbench.TestRun;
import io.driftseal.decision.workbench.TestVerdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What tests said, for people. */
final class TestReportText {

    private static final double WHOLE = 100;
    private static final int MOST_GAPS = 12;

    private final PrintWriter out;

    TestReportText(PrintWriter out) {
        this.out = out;
    }

    void print(TestReport report, int slowest) {
        report.with(Outcome.FAILED).forEach(this::failed);
        report.with(Outcome.DIFFERENT).forEach(test -> different(test, report));
        if (!report.refused().isEmpty()) {
            out.println("The embedded engine refuses these policies:");
            PolicyOption.print(report.refused(), out);
            out.println();
        }
        packages(report);
        report.coverage().ifPresent(this::coverage);
        if (slowest > 0) {
            slowestTests(report, slowest);
            slowestRules(report.rules(), slowest);
        }
        out.println();
        out.println(summary(report));
    }

    void tooFewLines(TestReport report, double threshold) {
        out.println(
                report.coverage()
                        .map(lines ->
                                "The tests reach "
                                        + percent(lines.percent())
                                        + " of the policies, less than "
                                        + percent(threshold)
                                        + ".")
                        .orElse("These are too many tests to count what they reach."));
    }

    private void failed(TestComparison test) {
        head("FAILED", test);
        reason("", test.opa().verdict());
        printed(test.opa());
    }

    private void different(TestComparison test, TestReport report) {
        if (!report.refused().isEmpty()) {
            return; // said once, for all
        }
        head("DIFFERENT", test);
        line("  opa: " + test.opa().verdict().word());
        reason("  ", test.opa().verdict());
        printed(test.opa());
        line("  embedded engine: " + test.embedded().verdict().word());
        reason("  ", test.embedded().verdict());
        printed(test.embedded());
    }

    private void head(String word, TestComparison test) {
        line(word + " " + test.test().fullName() + "  " + test.test().place());
    }

    private void reason(String indent, TestVerdict verdict) {
        switch (verdict) {
            case TestVerdict.Failed(SortedSet<String> passed, SortedSet<String> failed) -> {
                passed.forEach(name -> line(indent + "  case passed: " + name));
                failed.forEach(name -> line(indent + "  case failed: " + name));
            }
            case TestVerdict.Broken(String code, String message) ->
                    line(
                            indent
                                    + "  "
                                    + (message.contains(code) ? "" : code + ": ")
                                    + message.replaceAll("\\s+", " "));
            case TestVerdict.NotRun(String reason) -> line(indent + "  " + reason);
            case TestVerdict.Passed(SortedSet<String> cases) ->
                    cases.forEach(name -> line(indent + "  case passed: " + name));
            case TestVerdict.Skipped _ -> {}
        }
    }

    private void printed(TestRun run) {
        run.printed().forEach(text -> line("    " + text));
    }

    private void packages(TestReport report) {
        Map<String, Map<Outcome, Integer>> counts = new TreeMap<>();
        for (TestComparison test : report.tests()) {
            counts.computeIfAbsent(test.test().packageName(), _ -> new EnumMap<>(Outcome.class))
                    .merge(test.outcome(), 1, Integer::sum);
        }
        var table = new Table("PACKAGE", "PASSED", "FAILED", "SKIPPED", "DIFFERENT");
        counts.forEach((name, byOutcome) ->
                table.row(
                        name,
                        byOutcome.getOrDefault(Outcome.PASSED, 0),
                        byOutcome.getOrDefault(Outcome.FAILED, 0),
                        byOutcome.getOrDefault(Outcome.SKIPPED, 0),
                        byOutcome.getOrDefault(Outcome.DIFFERENT, 0)));
        table.print(out);
    }

    private void coverage(TestCoverage coverage) {
        out.println();
        var table = new Table("FILE", "REACHED", "LINES THAT NO TEST REACHES");
        for (TestCoverage.FileCoverage file : coverage.files()) {
            table.row(file.file(), percent(file.percent()), gaps(file.gaps()));
        }
        table.row("all", percent(coverage.percent()), "");
        table.print(out);
    }

    private static String gaps(List<TestCoverage.Gap> gaps) {
        String shown =
                gaps.stream()
                        .limit(MOST_GAPS)
                        .map(TestCoverage.Gap::toString)
                        .collect(Collectors.joining(", "));
        return gaps.size() > MOST_GAPS
                ? shown + " and " + (gaps.size() - MOST_GAPS) + " more (--json)"
                : shown;
    }

    private void slowestTests(TestReport report, int count) {
        out.println();
        var table = new Table("SLOWEST TESTS", "EMBEDDED", "OPA, ONCE", "PLACE");
        for (TestComparison test : report.slowest(count)) {
            table.row(
                    test.test().fullName(),
                    time(test.embedded().took()),
                    time(test.opa().took()),
                    test.test().place());
        }
        table.print(out);
    }

    private void slowestRules(List<RuleCost> rules, int count) {
        out.println();
        long all = rules.stream().mapToLong(rule -> rule.own().toNanos()).sum();
        var table = new Table("SLOWEST RULES", "SHARE", "A CALL", "CALLS", "PLACE");
        for (RuleCost rule : rules.subList(0, Math.min(count, rules.size()))) {
            table.row(
                    rule.name(),
                    percent(WHOLE * rule.own().toNanos() / Math.max(all, 1)),
                    time(rule.own().dividedBy(rule.calls())),
                    rule.calls(),
                    rule.file() + ":" + rule.line());
        }
        table.print(out);
    }

    private static String summary(TestReport report) {
        return PolicyOption.count(report.tests().size(), "test")
                + ": "
                + report.with(Outcome.PASSED).size()
                + " passed, "
                + report.with(Outcome.FAILED).size()
                + " failed, "
                + report.with(Outcome.SKIPPED).size()
                + " skipped, "
                + report.with(Outcome.DIFFERENT).size()
                + (report.refused().isEmpty()
                        ? " differ between opa and the embedded engine."
                        : " not run by the embedded engine.");
    }

    private void line(String text) {
        out.println(Outline.printable(text));
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f %%", Math.floor(value * 10) / 10);
    }

    static String time(Duration duration) {
        double micros = duration.toNanos() / 1e3;
        return micros < 1_000
                ? String.format(Locale.ROOT, "%.1f us", micros)
                : String.format(Locale.ROOT, "%.2f ms", micros / 1e3);
    }
}
