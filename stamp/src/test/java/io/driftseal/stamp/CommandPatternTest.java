package io.driftseal.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandPatternTest {

    private static List<String> words(String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    id              | id            | true
                    id              | id -u         | false
                    id              | /usr/bin/id   | false
                    id              |               | false
                    cat *           | cat a         | true
                    cat *           | cat           | false
                    cat *           | cat a b       | false
                    cat * end       | cat a end     | true
                    cat a*          | cat abc       | false
                    cat a*          | cat a*        | true
                    ls **           | ls            | true
                    ls **           | ls a b c      | true
                    ls **           | lsof          | false
                    ls -l **        | ls -a         | false
                    ls -l **        | ls            | false
                    cat \\*         | cat *         | true
                    cat \\*         | cat a         | false
                    cat \\**        | cat **        | true
                    cat \\\\x       | cat \\x       | true
                    cat .*          | cat abc       | false
                    cat (ab)?       | cat a         | false
                    """,
            quoteCharacter = '\0')
    void meansWhatItLooksLike(String pattern, String command, boolean matches) {
        assertThat(new CommandPattern(words(pattern)).matches(words(command)))
                .as("%s against %s", pattern, command)
                .isEqualTo(matches);
    }

    @Test
    void anEmptyArgumentIsAnArgument() {
        assertThat(new CommandPattern(List.of("a", "*")).matches(List.of("a", ""))).isTrue();
        assertThat(new CommandPattern(List.of("a", "")).matches(List.of("a"))).isFalse();
    }

    @Test
    void theProgramIsNamedAndAllIsBounded() {
        for (List<String> bad :
                List.of(
                        List.of("*"),
                        List.of("**"),
                        List.of(""),
                        List.of("a", "**", "b"),
                        List.of("a", "b\0c"),
                        List.of("a".repeat(257)),
                        Collections.nCopies(33, "a"))) {
            assertThatThrownBy(() -> new CommandPattern(bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void countsWhatMayBeAnything() {
        var pattern = new CommandPattern(List.of("a", "*", "\\*", "*", "**"));
        assertThat(pattern.wildcards()).isEqualTo(2);
        assertThat(pattern.openEnded()).isTrue();
    }
}
