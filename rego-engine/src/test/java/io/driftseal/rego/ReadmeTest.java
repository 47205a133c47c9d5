package io.driftseal.rego;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Pattern PATH = Pattern.compile("`((?:src|\\.\\.)/[^`]+)`");

    @Test
    void names_only_paths_that_exist() throws IOException {
        // Given the module's README
        String text = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);

        // When its paths are followed, then each leads somewhere
        assertThat(PATH.matcher(text).results().map(result -> Path.of(result.group(1))))
                .hasSizeGreaterThan(3)
                .allSatisfy(path -> assertThat(path).exists());
    }

    @Test
    void says_the_default_limits_as_they_are() throws IOException {
        // Given the module's README and the limits
        String text = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
        EvaluationLimits limits = EvaluationLimits.DEFAULT;

        // Then it has them
        assertThat(text)
                .contains("| " + limits.time().toSeconds() + " s | `DEADLINE`")
                .contains("| %,d | `STEPS`".formatted(limits.steps()).replace(',', ' '))
                .contains("| " + (limits.bytes() >> 20) + " MiB | `MEMORY`")
                .contains("| " + limits.nesting() + " | `DEPTH`");
    }
}
