package io.driftseal.workload.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "1, 1e0",
        "100, 1E2",
        "0.5, 5e-1",
        "0, -0",
        "0, 0.000",
        "-1.50, -15e-1",
        "1000, 1.000e3",
        "9007199254740993, 9007199254740993.0"
    })
    void compares_numbers_by_value(String one, String other) {
        // Given two literals of one number, when compared, then they are equal in every respect
        assertThat(new JsonNumber(one)).isEqualTo(new JsonNumber(other));
        assertThat(new JsonNumber(one)).hasSameHashCodeAs(new JsonNumber(other));
        assertThat(new JsonNumber(one).canonicalLiteral())
                .isEqualTo(new JsonNumber(other).canonicalLiteral());
    }

    @Test
    void tells_numbers_apart_that_a_double_would_confuse() {
        // Given two neighbours beyond 2^53, when compared, then they differ
        assertThat(new JsonNumber("9007199254740993"))
                .isNotEqualTo(new JsonNumber("9007199254740992"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "01", "1.", ".1", "1e", "1e+", "+1", "0x1", "1 ", "NaN", "1e401"})
    void refuses_what_is_not_a_number(String literal) {
        // Given such a literal, when a number is made of it, then it is refused
        assertThatThrownBy(() -> new JsonNumber(literal))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void compares_objects_without_order() {
        // Given two objects of the same members in different order
        JsonObject one = JsonObject.of("a", JsonValue.of(1), "b", JsonValue.of("x"));
        JsonObject other = JsonObject.of("b", JsonValue.of("x"), "a", new JsonNumber("1.0"));

        // When compared, then they are equal
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    void is_not_changed_through_the_map_it_was_made_of() {
        // Given an object made of a map
        Map<String, JsonValue> map = new LinkedHashMap<>();
        map.put("a", JsonValue.of(1));
        var object = new JsonObject(map);

        // When the map changes, then the object does not, nor can it be changed itself
        map.put("b", JsonValue.of(2));
        assertThat(object.members()).containsOnlyKeys("a");
        assertThatThrownBy(() -> object.members().put("c", JsonNull.INSTANCE))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void does_not_share_members_between_two_results_of_one_builder() {
        // Given a builder that was used once
        JsonObject.Builder builder = JsonObject.builder().put("a", 1);
        JsonObject first = builder.build();

        // When it is used again, then the first result stays as it was
        JsonObject second = builder.put("b", 2).build();
        assertThat(first.members()).containsOnlyKeys("a");
        assertThat(second.members()).containsOnlyKeys("b");
    }

    @Test
    void replaces_in_place_and_removes() {
        // Given an object with three members
        JsonObject object = JsonObject.builder().put("a", 1).put("b", 2).put("c", 3).build();

        // When one is replaced and one removed, then order and the rest are kept
        assertThat(object.with("b", "x").without("a").toString())
                .isEqualTo("{\"b\":\"x\",\"c\":3}");
        assertThat(object.toString()).isEqualTo("{\"a\":1,\"b\":2,\"c\":3}");
    }

    @Test
    void sorts_few_and_many_members_by_name() {
        // Given members in descending order, few and many
        for (int count : new int[] {1, 5, 12, 13, 40}) {
            JsonObject.Builder builder = JsonObject.builder();
            for (int i = count; i > 0; i--) {
                builder.put(String.format("n%03d", i), i);
            }

            // When they are sorted, then names ascend and each keeps its value
            JsonObject sorted = builder.buildSorted();
            assertThat(List.copyOf(sorted.members().keySet())).isSorted().hasSize(count);
            sorted.members()
                    .forEach((name, value) ->
                            assertThat(value)
                                    .isEqualTo(JsonValue.of(Long.parseLong(name.substring(1)))));
        }
    }

    @Test
    void answers_absent_where_a_step_is_missing_or_of_another_type() {
        // Given nested objects
        JsonObject object =
                JsonObject.of(
                        "spec", JsonObject.of("name", JsonValue.of("x")), "list", JsonArray.EMPTY);

        // When paths lead nowhere, then the answer is absent, never an exception
        assertThat(object.string("spec", "name")).contains("x");
        assertThat(object.string("spec", "absent")).isEmpty();
        assertThat(object.string("list", "name")).isEmpty();
        assertThat(object.object("spec", "name")).isEqualTo(JsonObject.EMPTY);
        assertThat(object.array("spec")).isEmpty();
        assertThat(object.find("spec", "name", "deeper")).isEmpty();
    }

    @Test
    void refuses_half_a_character() {
        // Given half of a surrogate pair, when it is to be a text or a name, then it is refused
        assertThatThrownBy(() -> new JsonString("\ud800"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonObject.of("\udc00", JsonNull.INSTANCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knows_how_many_bytes_each_character_is_written_in() {
        // Given every character behind a plain one and before one that is escaped
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                var text = new JsonString("a" + Character.toString(point) + "\"");

                // When it is written, then the bytes are as many, and read as the same text
                byte[] written = JsonWriter.write(text);
                assertThat(written).as("U+%04X", point).hasSize(text.width() + 2);
                if (point < 0x100 || point % 97 == 0) {
                    assertThat(read(written)).as("U+%04X", point).isEqualTo(text);
                }
            }
        }
    }

    private static JsonValue read(byte[] document) {
        try {
            return JsonReader.read(document, JsonLimits.admissionReview());
        } catch (MalformedJsonException e) {
            throw new AssertionError(e);
        }
    }
}
