package io.driftseal.rego.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * All cases of OPA's own suite, those in the language before OPA 1.0 too. The list of those that
 * differ may only become shorter: a case that fails and is not on it fails this test, and so does a
 * case that is on it and passes. The report is {@code target/conformance.txt}.
 */
class ConformanceTest {

    private static final Path REPORT = Path.of("target", "conformance.txt");

    /** Cases in the YAML files of OPA 1.22.2, by suite. */
    private static final Map<String, Integer> ALL_CASES = Map.of("v1", 2_400, "v0", 2_027);

    @Test
    void answers_every_case_as_opa_does() throws Exception {
        // Given both suites, planned by OPA itself
        Map<String, List<String>> suites = CaseProgram.lines();

        // When every case is run
        Map<String, Verdict> verdicts = new TreeMap<>();
        suites.forEach((suite, lines) ->
                lines.forEach(line -> {
                    ConformanceCase given = ConformanceCase.read(line);
                    String name = suite + " " + given.note();
                    String note = name;
                    for (int i = 2; verdicts.containsKey(note); i++) {
                        note = name + " (" + i + ")";
                    }
                    verdicts.put(note, CaseRunner.run(given));
                }));

        // Then all are counted, and those that differ are those that are known to
        report(verdicts);
        Map<String, Integer> sizes = new TreeMap<>();
        suites.forEach((suite, lines) -> sizes.put(suite, lines.size()));
        assertThat(sizes).isEqualTo(ALL_CASES);
        assertThat(
                        verdicts.entrySet().stream()
                                .filter(entry -> entry.getValue() instanceof Verdict.Failed)
                                .map(Map.Entry::getKey))
                .as("cases that differ; what each answered is in %s", REPORT)
                .containsExactlyElementsOf(listed("differences.txt"));
        assertThat(
                        verdicts.entrySet().stream()
                                .filter(entry -> entry.getValue() instanceof Verdict.NotApplicable)
                                .map(entry -> reason(entry.getValue()) + " " + entry.getKey())
                                .sorted())
                .as("cases that are not applicable, which the README lists")
                .containsExactlyElementsOf(listed("not-applicable.txt"));
    }

    private static String reason(Verdict verdict) {
        return verdict instanceof Verdict.NotApplicable(Verdict.Reason reason) ? reason.name() : "";
    }

    /** The lines of a list, sorted. */
    static List<String> listed(String file) throws IOException {
        try (InputStream in = ConformanceTest.class.getResourceAsStream(file)) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .sorted()
                    .toList();
        }
    }

    private static void report(Map<String, Verdict> verdicts) throws IOException {
        int passed = 0;
        Map<Verdict.Reason, List<String>> notApplicable = new EnumMap<>(Verdict.Reason.class);
        List<String> failed = new ArrayList<>();
        for (Map.Entry<String, Verdict> entry : verdicts.entrySet()) {
            switch (entry.getValue()) {
                case Verdict.Passed _ -> passed++;
                case Verdict.NotApplicable verdict ->
                        notApplicable
                                .computeIfAbsent(verdict.reason(), _ -> new ArrayList<>())
                                .add(entry.getKey());
                case Verdict.Failed verdict ->
                        failed.add(entry.getKey() + "\n    " + verdict.difference());
            }
        }
        var text = new StringBuilder();
        text.append("OPA 1.22.2, cases: ").append(verdicts.size()).append("\npassed: ");
        text.append(passed).append("\nfailed: ").append(failed.size()).append('\n');
        notApplicable.forEach((reason, notes) -> {
            text.append("not applicable: ").append(notes.size()).append(", ");
            text.append(reason.meaning()).append('\n');
            notes.forEach(note -> text.append("  ").append(note).append('\n'));
        });
        failed.forEach(one -> text.append("FAILED ").append(one).append('\n'));
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, text);
    }
}
