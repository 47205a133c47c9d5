package io.driftseal.rego.conformance;

import java.io.IOException;
import java.util.List;

/** The cases of OPA's suites that are not answered as OPA answers them, or not asked. */
public final class RemainingCases {

    private RemainingCases() {}

    /** As tables of Markdown; {@link ConformanceTest} holds their sources to what it sees. */
    public static String listed() throws IOException {
        List<String> differences = ConformanceTest.listed("differences.txt");
        StringBuilder text =
                new StringBuilder("Cases of OPA's suites that are answered differently: ");
        text.append(differences.isEmpty() ? "none.\n" : "\n\n");
        differences.forEach(note -> text.append("- ").append(note).append('\n'));
        text.append("\n| Cases that are not applicable | because |\n|---|---|\n");
        for (String line : ConformanceTest.listed("not-applicable.txt")) {
            int space = line.indexOf(' ');
            Verdict.Reason reason = Verdict.Reason.valueOf(line.substring(0, space));
            text.append("| `%s` | %s |%n".formatted(line.substring(space + 1), reason.meaning()));
        }
        return text.append('\n').toString();
    }
}
