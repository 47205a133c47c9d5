package io.driftseal.cli.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The self-test looks for every policy that the chart installs, and for no other. */
class PolicyTest {

    private static final Path TEMPLATES = Path.of("..", "charts", "driftseal", "templates");
    private static final Pattern NAME = Pattern.compile("\\n {2}name: ([a-z-]+)\\n");
    private static final Pattern FAILURE_POLICY =
            Pattern.compile("\\n {2}failurePolicy: ([A-Za-z]+)\\n");

    @Test
    void thePoliciesAreThoseOfTheChart() throws IOException {
        assertThat(
                        Policy.expected().stream()
                                .map(policy -> policy.name() + " " + policy.failurePolicy()))
                .containsExactlyInAnyOrderElementsOf(inTheChart());
    }

    private static List<String> inTheChart() throws IOException {
        List<Path> templates;
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            templates = files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
        List<String> policies = new ArrayList<>();
        for (Path template : templates) {
            for (String document : Files.readString(template).split("\\n---\\n", -1)) {
                if (document.contains("kind: ValidatingAdmissionPolicy\n")) {
                    policies.add(first(NAME, document) + " " + first(FAILURE_POLICY, document));
                }
            }
        }
        return policies;
    }

    private static String first(Pattern pattern, String document) {
        Matcher matcher = pattern.matcher(document);
        assertThat(matcher.find()).as("%s in %s", pattern, document).isTrue();
        return matcher.group(1);
    }
}
