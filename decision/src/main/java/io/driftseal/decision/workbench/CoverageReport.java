package io.driftseal.decision.workbench;

import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What {@code opa test --coverage --format json} says. */
final class CoverageReport {

    private static final String TESTS = "_test.rego";

    private CoverageReport() {}

    static TestCoverage of(JsonObject report) {
        List<TestCoverage.FileCoverage> files = new ArrayList<>();
        JsonObject byName = report.object("files");
        for (String name : new TreeMap<>(byName.members()).keySet()) {
            if (!name.endsWith(TESTS)) {
                JsonObject file = byName.object(name);
                files.add(
                        new TestCoverage.FileCoverage(
                                name,
                                whole(file, "covered_lines"),
                                whole(file, "not_covered_lines"),
                                gaps(file)));
            }
        }
        return new TestCoverage(files);
    }

    private static List<TestCoverage.Gap> gaps(JsonObject file) {
        TreeSet<Integer> lines = new TreeSet<>();
        for (JsonObject range : file.objects("not_covered")) {
            int last = whole(range.object("end"), "row");
            for (int line = whole(range.object("start"), "row"); line <= last; line++) {
                lines.add(line);
            }
        }
        List<TestCoverage.Gap> gaps = new ArrayList<>();
        for (int line : lines) {
            if (!gaps.isEmpty() && gaps.getLast().last() == line - 1) {
                gaps.set(gaps.size() - 1, new TestCoverage.Gap(gaps.getLast().first(), line));
            } else {
                gaps.add(new TestCoverage.Gap(line, line));
            }
        }
        return gaps;
    }

    private static int whole(JsonObject object, String name) {
        return object.number(name).map(n -> Math.toIntExact(n.whole().orElse(0))).orElse(0);
    }
}
