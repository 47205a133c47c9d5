package io.driftseal.rego.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What OPA reads is read the same way or refused; what is read in two ways is refused. */
class RegoJsonReaderTest {

    private static final String REFUSED = "refused";

    /**
     * One document.
     *
     * @param latin1 the document, a character for each byte
     * @param strict what an input reads as, printed, or {@link #REFUSED}
     * @param asGo what {@code json.unmarshal} reads it as, which is what OPA reads
     */
    private record Row(String name, String latin1, String strict, String asGo) {

        static Row of(String name, String document, String strict, String asGo) {
            byte[] utf8 = document.getBytes(StandardCharsets.UTF_8);
            return new Row(name, new String(utf8, StandardCharsets.ISO_8859_1), strict, asGo);
        }

        /** A document of single bytes. */
        static Row bytes(String name, String latin1, String strict, String asGo) {
            return new Row(name, latin1, strict, asGo);
        }
    }

    private static Stream<Row> rows() {
        return Stream.concat(documents(), Stream.concat(numbers(), characters()));
    }

    private static Stream<Row> documents() {
        return Stream.of(
                Row.of(
                        "object",
                        "{\"a\": [1, true, null]}",
                        "{\"a\": [1, true, null]}",
                        "{\"a\": [1, true, null]}"),
                Row.of("white space around", " \t\r\n1\n ", "1", "1"),
                Row.of("nothing", "", REFUSED, REFUSED),
                Row.of("white space only", "  ", REFUSED, REFUSED),
                Row.of("truncated object", "{\"a\": 1", REFUSED, REFUSED),
                Row.of("truncated string", "\"a", REFUSED, REFUSED),
                Row.of("truncated escape", "\"\\u12", REFUSED, REFUSED),
                Row.of("truncated literal", "tru", REFUSED, REFUSED),
                Row.of("second document", "{} {}", REFUSED, REFUSED),
                Row.of("trailing text", "{}x", REFUSED, REFUSED),
                Row.of("trailing comma", "[1,]", REFUSED, REFUSED),
                Row.of("comment", "/* */ 1", REFUSED, REFUSED),
                Row.of("single quotes", "'a'", REFUSED, REFUSED),
                Row.of("unquoted name", "{a: 1}", REFUSED, REFUSED),
                Row.of("two members of one name", "{\"a\": 1, \"a\": 2}", REFUSED, "{\"a\": 2}"),
                Row.of(
                        "names equal after escapes",
                        "{\"a\": 1, \"\\u0061\": 2}",
                        REFUSED,
                        "{\"a\": 2}"),
                Row.of("byte order mark", "\uFEFF{}", REFUSED, REFUSED),
                Row.bytes("UTF-16", "\0{\0}", REFUSED, REFUSED),
                Row.bytes("UTF-16, little endian", "{\0}\0", REFUSED, REFUSED),
                Row.bytes("UTF-16 with its mark", "\u00FE\u00FF\0{\0}", REFUSED, REFUSED),
                Row.of(
                        "999 levels",
                        "[".repeat(999) + "]".repeat(999),
                        "[".repeat(999) + "]".repeat(999),
                        "[".repeat(999) + "]".repeat(999)),
                Row.of("10 001 levels", "[".repeat(10_001) + "]".repeat(10_001), REFUSED, REFUSED),
                Row.of("a million open brackets", "[".repeat(1_000_000), REFUSED, REFUSED));
    }

    private static Stream<Row> numbers() {
        return Stream.of(
                Row.of(
                        "as written",
                        "[1.0, 1e0, -0, 0.10]",
                        "[1.0, 1e0, -0, 0.10]",
                        "[1.0, 1e0, -0, 0.10]"),
                Row.of(
                        "beyond a long",
                        "123456789012345678901234567890",
                        "123456789012345678901234567890",
                        "123456789012345678901234567890"),
                Row.of("huge exponent", "1e1000000000", REFUSED, REFUSED),
                Row.of("tiny exponent", "1e-1000000000", REFUSED, REFUSED),
                Row.of("exponent beyond an int", "1e99999999999999999999", REFUSED, REFUSED),
                Row.of("big exponent", "1e400", "1e400", "1e400"),
                Row.of("a million digits", "9".repeat(1_000_000), REFUSED, REFUSED),
                Row.of("leading zero", "01", REFUSED, REFUSED),
                Row.of("leading plus", "+1", REFUSED, REFUSED),
                Row.of("bare point", "1.", REFUSED, REFUSED),
                Row.of("hexadecimal", "0x10", REFUSED, REFUSED),
                Row.of("NaN", "NaN", REFUSED, REFUSED),
                Row.of("Infinity", "-Infinity", REFUSED, REFUSED));
    }

    private static Stream<Row> characters() {
        return Stream.of(
                Row.of(
                        "pair of surrogates",
                        "\"\\ud83d\\ude00\"",
                        "\"\uD83D\uDE00\"",
                        "\"\uD83D\uDE00\""),
                Row.of("lone high surrogate", "\"\\ud83dx\"", REFUSED, "\"\uFFFDx\""),
                Row.of("lone low surrogate", "\"\\ude00\"", REFUSED, "\"\uFFFD\""),
                Row.of("lone surrogate in a name", "{\"\\ud83d\": 1}", REFUSED, REFUSED),
                Row.of("escaped NUL", "\"\\u0000\"", "\"\\x00\"", "\"\\x00\""),
                Row.of("NUL in a string", "\"abcd\0\"", REFUSED, REFUSED),
                Row.of("NUL behind the document", "{}   \0", REFUSED, REFUSED),
                Row.of("line feed in a string", "\"a\nb\"", REFUSED, REFUSED),
                Row.of("unknown escape", "\"\\x41\"", REFUSED, REFUSED),
                Row.bytes("byte that is not UTF-8", "\"a\u00FF\"", REFUSED, "\"a\uFFFD\""),
                Row.bytes("over-long slash", "\"\u00C0\u00AF\"", REFUSED, "\"\uFFFD\uFFFD\""),
                Row.bytes(
                        "surrogate in UTF-8",
                        "\"\u00ED\u00A0\u0080\"",
                        REFUSED,
                        "\"\uFFFD\uFFFD\uFFFD\""),
                Row.bytes("cut sequence", "\"\u00E2\u0082\"", REFUSED, "\"\uFFFD\uFFFD\""));
    }

    @TestFactory
    Stream<DynamicTest> reads_or_refuses() {
        return rows().map(row ->
                DynamicTest.dynamicTest(
                        row.name(),
                        () -> {
                            assertThat(read(row, JsonReading.STRICT)).isEqualTo(row.strict());
                            assertThat(read(row, JsonReading.AS_GO)).isEqualTo(row.asGo());
                        }));
    }

    private static String read(Row row, JsonReading reading) {
        try {
            return RegoJsonReader.read(row.latin1().getBytes(StandardCharsets.ISO_8859_1), reading)
                    .toString();
        } catch (MalformedJsonException e) {
            return REFUSED;
        }
    }

    @Test
    void a_refusal_says_where_and_shows_nothing_of_the_document() {
        assertThatThrownBy(() ->
                        RegoJsonReader.read(
                                "{\"password\": secret}".getBytes(StandardCharsets.UTF_8),
                                JsonReading.STRICT))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("at byte 1")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void what_is_written_reads_back_and_looks_like_go() throws MalformedJsonException {
        RegoValue value =
                RegoJsonReader.read(
                        "{\"b\": [1.50, \"<&>\\u2028\\n\"], \"a\": {}}"
                                .getBytes(StandardCharsets.UTF_8),
                        JsonReading.STRICT);
        assertThat(RegoJsonWriter.write(value))
                .isEqualTo("{\"a\":{},\"b\":[1.50,\"\\u003c\\u0026\\u003e\\u2028\\n\"]}");
        assertThat(RegoJsonReader.read(RegoJsonWriter.writeBytes(value), JsonReading.STRICT))
                .isEqualTo(value);
        assertThat(RegoNumber.parse("1.50")).isEqualTo(RegoNumber.parse("1.5"));
    }
}
