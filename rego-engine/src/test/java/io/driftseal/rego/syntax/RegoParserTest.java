package io.driftseal.rego.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.rego.Capabilities;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages, taken down from OPA 1.22.2, and what hostile texts cost. */
class RegoParserTest {

    private static final int LONG = 900_000;

    /** Counts, and ends the work at a limit. */
    private static final class Limited implements Work {

        private final long limit;
        private long steps;

        Limited(long limit) {
            this.limit = limit;
        }

        @Override
        public void step(long count) {
            steps += count;
            if (steps > limit) {
                throw new IllegalStateException("enough");
            }
        }

        @Override
        public void allocate(long bytes) {}
    }

    private static RegoObject parse(String text) throws SyntaxException {
        return RegoParser.parse("x.rego", RegoString.of(text), new Limited(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "package foo. | 1 error occurred: x.rego:1: rego_parse_error: unexpected eof token: expected identifier~>package foo.~>           ^",
                "p := 1 | 1 error occurred: x.rego:1: rego_parse_error: package expected",
                "package a~p { true } | 1 error occurred: x.rego:2: rego_parse_error: `if` keyword is required before rule body",
                "package a~p[x] | 1 error occurred: x.rego:2: rego_parse_error: `contains` keyword is required for partial set rules",
                "package a~>p if { x y } | 1 error occurred: x.rego:2: rego_parse_error: unexpected identifier token: expected \\n or ; or }~>p if { x y }~>         ^",
                "package a~p if { a, b in c or d } | 1 error occurred: x.rego:2: rego_parse_error: unexpected identifier token: expected \\n or ; or } (hint: `import future.keywords.or` for `x or y` expressions)~>p if { a, b in c or d }~>                 ^",
                "package a~import other | 1 error occurred: x.rego:2: rego_parse_error: unexpected import path, must begin with one of: {data, future, input, rego}, got: other (hint: if this is unexpected, try updating OPA)~>import other~>       ^",
                "package a~every := 1 | 1 error occurred: x.rego:2: rego_parse_error: every keyword cannot be used for rule name~>every := 1~>^",
                "package a~p := 01~q := 2 | 2 errors occurred:~x.rego:2: rego_parse_error: unexpected number token: expected number without leading zero~>p := 01~>     ^~x.rego:2: rego_parse_error: unexpected number token: expected rule value term (e.g., p := <VALUE> { ... })~>p := 01~>     ^",
            })
    void says_what_opa_says(String text, String message) {
        assertThatThrownBy(() -> parse(lines(text)))
                .isInstanceOf(SyntaxException.class)
                .hasMessage(lines(message));
    }

    private static String lines(String text) {
        return text.replace('~', '\n').replace('>', '\t').replace("<VALUE\t", "<VALUE>");
    }

    @Test
    void an_empty_text_is_no_module() {
        assertThatThrownBy(() -> parse("")).hasMessage("x.rego:0: rego_parse_error: empty module");
    }

    @Test
    void knows_the_builtins_that_opa_has() throws Exception {
        assertThat(OpaBuiltins.names())
                .containsExactlyInAnyOrderElementsOf(Capabilities.builtins());
    }

    @Test
    void a_text_over_a_mebibyte_is_refused() {
        String text = "package a\n#" + " ".repeat(RegoParser.MAXIMUM_BYTES);
        assertThatThrownBy(() -> parse(text)).hasMessage("modules have up to 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[", "(", "{", "1+", "f(", "f().x", "x in ", "[x|", "{1:", "$\"{", "x[", "{x: "
            })
    void what_nests_without_end_is_an_error(String begin) {
        String text = "package a\np := 1 if " + begin.repeat(LONG / begin.length());
        assertThatThrownBy(() -> parse(text)).hasMessage("modules nest up to 240 levels");
    }

    @Test
    void what_nests_as_deep_as_may_be_has_a_value() throws Exception {
        int within = Term.MAXIMUM_DEPTH - 10;
        String text = "package a\np := " + "{1: ".repeat(within) + "x" + "}".repeat(within);
        assertThat(parse(text).get("rules")).isNotNull();
    }

    /** Where each level is looked at in two ways, work must not double with each. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "p := <{x | >y<}>",
                "p := <[x | >y<, z]>",
                "p := <{1: x | y = >z<}>",
                "p if <{>x<}>",
                "p if <({>x<})>",
                "p if <not {>x<}>",
                "p if <{x} or {>y<}>",
                "p if <(x or >y",
                "p if <{x | some y in >z",
                "p if <x, (>y<)>",
                "p := <{a + 1: b | >c<}>"
            })
    void work_grows_with_the_text_and_not_with_its_nesting(String shape) {
        List<String> parts = List.of(shape.split("[<>]", -1));
        String text =
                "package a\nimport rego.v2\n"
                        + parts.get(0)
                        + parts.get(1).repeat(40)
                        + parts.get(2)
                        + (parts.size() < 4 ? "" : parts.get(3).repeat(40));
        Limited work = new Limited(100_000);
        try {
            var _ = RegoParser.parse("x.rego", RegoString.of(text), work);
        } catch (SyntaxException e) {
            assertThat(e.problem()).contains("rego_parse_error");
        }
        assertThat(work.steps).isLessThan(100_000);
    }

    @Test
    void many_errors_in_a_long_line_make_no_long_message() {
        String text = "package a\n" + "f(x) contains 1 ".repeat(LONG / 16);
        assertThatThrownBy(() -> parse(text))
                .message()
                .startsWith("56250 errors occurred:\n")
                .hasSizeLessThan(50_000);
    }

    @Test
    void whoever_pays_may_end_it_at_any_time() {
        String text = "package a\np := [" + "1, ".repeat(LONG / 3) + "]";
        long begin = System.nanoTime();
        assertThatThrownBy(
                        () -> RegoParser.parse("x.rego", RegoString.of(text), new Limited(10_000)))
                .hasMessage("enough");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }
}
