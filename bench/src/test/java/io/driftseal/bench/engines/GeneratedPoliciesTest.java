package io.driftseal.bench.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is measured is what the tables say. */
final class GeneratedPoliciesTest {

    @Test
    void thereAreAsManyPoliciesAndRulesAsTheTableSays() {
        // When
        Map<String, byte[]> files = GeneratedPolicies.of(10, 9);
        // Then
        assertThat(files.keySet().stream().filter(name -> name.startsWith("team_"))).hasSize(10);
        assertThat(occurrences(file(files, "team_7.rego"), "\ndeny contains ")).isEqualTo(9);
        assertThat(occurrences(file(files, "admission.rego"), "refusals contains ")).isEqualTo(10);
    }

    @Test
    void noTwoRulesAreTheSame() {
        // When
        Map<String, byte[]> files = GeneratedPolicies.of(1, 400);
        // Then
        String[] rules = file(files, "team_1.rego").split("\ndeny contains ", -1);
        assertThat(rules).hasSize(401).doesNotHaveDuplicates();
    }

    @Test
    void theListsAreAsLongAsTheTableSays() {
        // When
        Map<String, byte[]> files = GeneratedPolicies.withEntries(40, 250);
        // Then
        assertThat(occurrences(file(files, "images.rego"), "\"registry.example.com/"))
                .isEqualTo(10_000);
    }

    private static long occurrences(String file, String text) {
        return Pattern.compile(Pattern.quote(text)).matcher(file).results().count();
    }

    private static String file(Map<String, byte[]> files, String name) {
        return new String(Objects.requireNonNull(files.get(name)), StandardCharsets.UTF_8);
    }
}
