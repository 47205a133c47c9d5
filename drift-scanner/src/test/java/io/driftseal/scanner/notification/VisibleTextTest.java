package io.driftseal.scanner.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VisibleTextTest {

    @Test
    void showsWhatWouldHideOrReorder() {
        assertThat(VisibleText.of("a\u202eb\u200bc\u0000d\ne\u00a0f\u3164\ud800", 200))
                .isEqualTo("a\\u202eb\\u200bc\\u0000d\\ne\\u00a0f\\u3164\\ud800");
    }

    @Test
    void leavesOrdinaryTextAlone() {
        String text = "spec.containers[name=app].image: Größe 日本語 😀 `a` <b> & 'c'";
        assertThat(VisibleText.of(text, 200)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"abcde, 5, abcde", "abcdef, 5, abcd…", "a😀b, 3, a…", "a😀, 3, a😀"})
    void cutsBetweenCharacters(String raw, int maximum, String expected) {
        assertThat(VisibleText.of(raw, maximum)).isEqualTo(expected);
    }

    @Test
    void cutsBetweenEscapes() {
        // Given: four units fit one entity of four, or three and the mark of the cut
        assertThat(SlackText.plain("<<", 4)).isEqualTo("…");
        assertThat(SlackText.plain("<<", 8)).isEqualTo("&lt;&lt;");
        assertThat(SlackText.plain("<<<", 8)).isEqualTo("&lt;…");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.driftseal.scanner.notification.HostileTexts#all")
    void codeCannotBeLeft(String name, String text) {
        // When
        String span = SlackText.code(text, 300);
        String block = SlackText.codeBlock(java.util.Collections.nCopies(50, text), 3_000);

        // Then
        assertThat(span).startsWith("`").endsWith("`").hasSizeLessThanOrEqualTo(300);
        assertThat(span.substring(1, span.length() - 1)).doesNotContain("`", "\n", "<", ">");
        assertThat(block).startsWith("```\n").endsWith("\n```").hasSizeLessThanOrEqualTo(3_000);
        assertThat(block.substring(4, block.length() - 4)).doesNotContain("`", "<", ">");
    }
}
