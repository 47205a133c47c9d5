package io.driftseal.workload.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonReaderTest {

    private static final JsonLimits LIMITS = new JsonLimits(200, 4, 12);

    static Stream<Arguments> badInputs() {
        return Stream.of(
                bad("", "no document", "one well-formed JSON document"),
                bad("   ", "no document", "one well-formed JSON document"),
                bad("{", "malformed JSON", "one well-formed JSON document"),
                bad("{\"a\":}", "malformed JSON", "one well-formed JSON document"),
                bad("{\"a\":1,}", "malformed JSON", "one well-formed JSON document"),
                bad("[1,]", "malformed JSON", "one well-formed JSON document"),
                bad("{'a':1}", "malformed JSON", "one well-formed JSON document"),
                bad("{a:1}", "malformed JSON", "one well-formed JSON document"),
                bad("[NaN]", "malformed JSON", "one well-formed JSON document"),
                bad("[Infinity]", "malformed JSON", "one well-formed JSON document"),
                bad("[01]", "malformed JSON", "one well-formed JSON document"),
                bad("[+1]", "malformed JSON", "one well-formed JSON document"),
                bad("[1.]", "malformed JSON", "one well-formed JSON document"),
                bad("[.5]", "malformed JSON", "one well-formed JSON document"),
                bad("[0x10]", "malformed JSON", "one well-formed JSON document"),
                bad("[1] // comment", "malformed JSON", "one well-formed JSON document"),
                bad("/* comment */ [1]", "malformed JSON", "one well-formed JSON document"),
                bad("{\"a\":1} {\"a\":2}", "text behind the document", "nothing after it"),
                bad("{\"a\":1}]", "malformed JSON", "one well-formed JSON document"),
                bad("{\"a\":1,\"b\":2,\"a\":3}", "two members of one name", "once"),
                bad("{\"a\":1,\"\\u0061\":3}", "two members of one name", "once"),
                bad("[[[[[1]]]]]", "more than 4 levels", "flatter"),
                bad("[1,2,3,4,5,6,7,8,9,10,11,12]", "more than 12 values", "smaller"),
                bad("[" + " ".repeat(200) + "]", "document of 202 bytes", "at most 200 bytes"),
                bad("[1e401]", "number out of range", "128 characters"),
                bad("[1e99999999999999999999]", "number out of range", "128 characters"),
                bad("[1e300]", "number out of range", "128 characters"),
                bad("[4.9e-324]", "number out of range", "128 characters"),
                bad("[" + "1".repeat(129) + "]", "malformed JSON", "well-formed"),
                bad("[\"\\ud800\"]", "half of a surrogate pair", "whole characters"),
                bad("[\"\\ud83dx\"]", "half of a surrogate pair", "whole characters"),
                bad("[\"\\ude00\\ud83d\"]", "half of a surrogate pair", "whole characters"),
                bad("{\"\\udfff\":1}", "malformed JSON", "one well-formed JSON document"),
                bad("[\"\\x41\"]", "malformed JSON", "well-formed"),
                bad("[\"a\nb\"]", "malformed JSON", "well-formed"),
                bad("[\"a\u0001b\"]", "control character at byte 3", "escape"),
                bad("[\"a\u0000b\"]", "zero byte at byte 3", "\\u0000"),
                bad("[1]\u0000", "zero byte at byte 3", "UTF-8"));
    }

    private static Arguments bad(String text, String problem, String remedy) {
        return Arguments.of(text, problem, remedy);
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void refuses_what_two_readers_could_understand_differently(
            String text, String problem, String remedy) {
        // Given a bad text, when it is read, then it is refused with problem, place and remedy
        assertThatThrownBy(() -> JsonReader.read(utf8(text), LIMITS))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining(" at byte ")
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @MethodSource("badBytes")
    void refuses_bytes_that_are_not_utf8(String hex, String problem) {
        // Given bytes that some parsers read anyway
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        // When they are read, then they are refused before the parser sees them
        assertThatThrownBy(() -> JsonReader.read(bytes, LIMITS))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining(problem);
    }

    static Stream<Arguments> badBytes() {
        return Stream.of(
                Arguments.of("ef bb bf 5b 5d", "byte order mark"),
                Arguments.of("fe ff 00 5b 00 5d", "malformed UTF-8"),
                Arguments.of("00 5b 00 5d", "zero byte"),
                Arguments.of("5b 00 5d 00", "zero byte"),
                Arguments.of("5b 22 80 22 5d", "malformed UTF-8 at byte 2"),
                Arguments.of("5b 22 c0 80 22 5d", "malformed UTF-8 at byte 2"),
                Arguments.of("5b 22 c1 bf 22 5d", "malformed UTF-8 at byte 2"),
                Arguments.of("5b 22 e0 80 af 22 5d", "malformed UTF-8 at byte 2"),
                Arguments.of("5b 22 ed a0 80 22 5d", "malformed UTF-8 at byte 2"),
                Arguments.of("5b 22 f0 80 80 af 22 5d", "malformed UTF-8 at byte 2"),
                Arguments.of("5b 22 f4 90 80 80 22 5d", "malformed UTF-8 at byte 2"),
                Arguments.of("5b 22 f5 80 80 80 22 5d", "malformed UTF-8 at byte 2"),
                Arguments.of("5b 22 e2 82 22 5d", "malformed UTF-8 at byte 2"),
                Arguments.of("5b 22 ff 22 5d", "malformed UTF-8 at byte 2"),
                Arguments.of("5b 22 f0 9f 98", "malformed UTF-8 at byte 2"));
    }

    @Test
    void quotes_nothing_of_the_text() {
        // Given a broken document with a secret in it
        String text = "{\"password\":\"hunter2\" \"x\"}";

        // When it is refused, then neither message nor cause repeats it
        assertThatThrownBy(() -> JsonReader.read(utf8(text), LIMITS))
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void keeps_order_literals_and_every_field() throws MalformedJsonException {
        // Given a document with odd spellings
        String text = "{\"b\":1.50,\"a\":[null,true,\"\\u0000é😀\"],\"\":{}}";

        // When it is read and written
        String written =
                JsonWriter.writeString(JsonReader.read(utf8(text), JsonLimits.kubernetesObject()));

        // Then it is the same document
        assertThat(written).isEqualTo(text);
    }

    @Test
    void reads_what_its_writer_writes() throws MalformedJsonException {
        // Given every character that needs care
        var text = new StringBuilder();
        for (int c = 0; c < 0x300; c++) {
            text.append((char) c);
        }
        text.append("\u2028\u2029\ufeff\uffff😀");
        JsonObject value = JsonObject.builder().put(text.toString(), text.toString()).build();

        // When it is written and read, then it is the same
        assertThat(JsonReader.read(JsonWriter.write(value), JsonLimits.kubernetesObject()))
                .isEqualTo(value);
    }

    @Test
    void reads_names_that_were_chosen_to_collide() throws MalformedJsonException {
        // Given 16 384 names of one hash code
        var text = new ByteArrayOutputStream();
        text.writeBytes(utf8("{"));
        for (int i = 0; i < 16_384; i++) {
            var name = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.writeBytes(utf8((i == 0 ? "\"" : ",\"") + name + "\":" + i));
        }
        text.writeBytes(utf8("}"));

        // When they are read
        JsonObject object =
                JsonReader.readObject(text.toByteArray(), JsonLimits.kubernetesObject());

        // Then all are there, the last as well as the first
        assertThat(object.members()).hasSize(16_384);
        assertThat(object.number("BB".repeat(14))).contains(JsonNumber.of(16_383));
    }

    @Test
    void finds_a_repeated_name_among_many() {
        // Given an object with more members than are scanned, the first one repeated at the end
        var text = new StringBuilder("{");
        for (int i = 0; i < 50; i++) {
            text.append("\"n").append(i).append("\":0,");
        }
        text.append("\"n0\":1}");

        // When it is read, then it is refused
        assertThatThrownBy(
                        () -> JsonReader.read(utf8(text.toString()), JsonLimits.kubernetesObject()))
                .hasMessageContaining("two members of one name");
    }

    @Test
    void demands_an_object_where_one_is_needed() {
        // Given documents of other types, when an object is needed, then they are refused
        for (String text : List.of("[]", "1", "\"a\"", "null", "true")) {
            assertThatThrownBy(() -> JsonReader.readObject(utf8(text), LIMITS))
                    .hasMessageContaining("not an object");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
