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
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * All cases of OPA's own suite. The list of those that differ may only become shorter: a case that
 * fails and is not on it fails this test, and so does a case that is on it and passes. The report
 * is {@code target/conformance.txt}.
 */
class ConformanceTest {

    private static final Path REPORT = Path.of("target", "conformance.txt");

    /** Cases in the YAML files of OPA 1.22.2. */
    private static final int ALL_CASES = 2_400;

    private static final Pattern NO_BUILTIN = Pattern.compile("there is no builtin ([\\w.]+)");

    @Test
    void answers_every_case_as_opa_does() throws Exception {
        // Given the suite, planned by OPA itself
        List<String> lines = CaseProgram.lines();

        // When every case is run
        Map<String, Verdict> verdicts = new TreeMap<>();
        for (String line : lines) {
            ConformanceCase given = ConformanceCase.read(line);
            String note = given.note();
            for (int i = 2; verdicts.containsKey(note); i++) {
                note = given.note() + " (" + i + ")";
            }
            verdicts.put(note, CaseRunner.run(given));
        }

        // Then all are counted, and those that differ are those that are known to
        report(verdicts);
        assertThat(verdicts).hasSize(ALL_CASES);
        List<String> known = differences();
        assertThat(new TreeSet<>(failed(verdicts, known)))
                .as("cases that differ; what each answered is in %s", REPORT)
                .containsExactlyElementsOf(
                        known.stream()
                                .filter(one -> !one.startsWith("builtin "))
                                .sorted()
                                .toList());
    }

    /**
     * Notes of failed cases, but for those that only lack a builtin that is known to be missing.
     */
    private static List<String> failed(Map<String, Verdict> verdicts, List<String> known) {
        List<String> notes = new ArrayList<>();
        verdicts.forEach((note, verdict) -> {
            if (verdict instanceof Verdict.Failed failed
                    && !lacksKnownBuiltin(failed.difference(), known)) {
                notes.add(note);
            }
        });
        return notes;
    }

    private static boolean lacksKnownBuiltin(String difference, List<String> known) {
        return NO_BUILTIN
                .matcher(difference)
                .results()
                .anyMatch(result -> known.contains("builtin " + result.group(1)));
    }

    private static List<String> differences() throws IOException {
        try (InputStream in = ConformanceTest.class.getResourceAsStream("differences.txt")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
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
