package io.driftseal.rego.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegoValueTest {

    private static RegoNumber number(String literal) {
        return RegoNumber.parse(literal);
    }

    @Test
    void numbers_of_one_value_are_one_value_and_print_as_written() {
        // Given literals of the value one
        List<RegoNumber> ones =
                List.of(RegoNumber.ONE, number("1.0"), number("1e0"), number("10e-1"));

        // Then they are equal with one hash, and each prints as it was written
        assertThat(ones)
                .allSatisfy(one -> {
                    assertThat(one).isEqualTo(RegoNumber.ONE);
                    assertThat(one.hashCode()).isEqualTo(RegoNumber.ONE.hashCode());
                    assertThat(one.compareTo(RegoNumber.ONE)).isZero();
                });
        assertThat(ones.stream().map(RegoNumber::toString))
                .containsExactly("1", "1.0", "1e0", "10e-1");
    }

    @Test
    void integers_beyond_a_long_keep_every_digit() {
        RegoNumber big = number("123456789012345678901234567890");
        assertThat(big).isGreaterThan(RegoNumber.of(Long.MAX_VALUE));
        assertThat(big).isNotEqualTo(number("123456789012345678901234567891"));
        assertThat(big).hasToString("123456789012345678901234567890");
    }

    @Test
    void numbers_that_would_cost_unbounded_work_are_refused() {
        assertThatThrownBy(() -> number("1e1000000000")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> number("1e-1000000000")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> number("9".repeat(RegoNumber.MAXIMUM_LENGTH + 1)))
                .isInstanceOf(NumberFormatException.class);
    }

    @Test
    void values_sort_by_type_then_by_value() {
        // Given one value after the other in OPA's order
        List<RegoValue> sorted =
                List.of(
                        RegoNull.NULL,
                        RegoBoolean.FALSE,
                        RegoBoolean.TRUE,
                        number("-1"),
                        number("0.5"),
                        number("2"),
                        number("1e3"),
                        RegoString.EMPTY,
                        RegoString.of("a"),
                        RegoString.of("b"),
                        RegoString.of("\uFFFD"),
                        RegoString.of("\uD83D\uDE00"),
                        RegoArray.EMPTY,
                        RegoArray.of(RegoNumber.ONE),
                        RegoArray.of(RegoNumber.ONE, RegoNumber.ZERO),
                        RegoObject.EMPTY,
                        RegoObject.builder().put("a", RegoNumber.ONE).build(),
                        RegoSet.EMPTY,
                        RegoSet.of(RegoNumber.ONE));

        // When they are shuffled and sorted
        List<RegoValue> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(7));
        Collections.sort(shuffled);

        // Then they are back
        assertThat(shuffled).isEqualTo(sorted);
    }

    @Test
    void sets_and_objects_print_and_walk_in_order_whatever_their_size() {
        for (int size : new int[] {0, 1, 8, 9, 100, 3_000}) {
            // Given numbers in any order, some twice
            List<RegoValue> numbers = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                numbers.add(RegoNumber.of(i));
                numbers.add(number(i + ".0"));
            }
            Collections.shuffle(numbers, new Random(size));
            RegoSet set = RegoSet.copyOf(numbers);
            RegoObject.Builder builder = RegoObject.builder();
            numbers.forEach(key -> builder.put(key, RegoNumber.ONE));
            RegoObject object = builder.build();

            // Then each is in once and all come in order
            assertThat(set.size()).isEqualTo(size);
            assertThat(object.size()).isEqualTo(size);
            for (int i = 0; i < size; i++) {
                assertThat(set.elementAt(i)).isEqualTo(RegoNumber.of(i));
                assertThat(object.keyAt(i)).isEqualTo(RegoNumber.of(i));
                assertThat(object.get(RegoNumber.of(i))).isEqualTo(RegoNumber.ONE);
            }
            assertThat(set.contains(RegoNumber.of(size))).isFalse();
        }
    }

    @Test
    void equal_composites_have_equal_hashes_whatever_the_order_they_came_in() {
        RegoObject one =
                RegoObject.builder().put("a", RegoNumber.ONE).put("b", RegoNull.NULL).build();
        RegoObject other =
                RegoObject.builder().put("b", RegoNull.NULL).put("a", number("1.0")).build();
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(RegoSet.of(one, RegoNumber.ONE))
                .isEqualTo(RegoSet.of(RegoNumber.ONE, other))
                .hasSameHashCodeAs(RegoSet.of(RegoNumber.ONE, other));
    }

    @Test
    void prints_the_rego_form() {
        RegoValue value =
                RegoObject.builder()
                        .put("s", RegoSet.of(RegoNumber.of(2), RegoNumber.of(1)))
                        .put("e", RegoSet.EMPTY)
                        .put("a", RegoArray.of(RegoNull.NULL, RegoString.of("q\"\n\u0001é")))
                        .build();
        assertThat(value)
                .hasToString("{\"a\": [null, \"q\\\"\\n\\x01é\"], \"e\": set(), \"s\": {1, 2}}");
    }

    @Test
    void bytes_that_are_not_utf8_come_back() {
        byte[] bytes = {'a', (byte) 0xFF, (byte) 0xC3, (byte) 0xA9, (byte) 0xE2, (byte) 0x82, 'z'};
        RegoString string = RegoString.ofUtf8(bytes);
        assertThat(string.utf8()).isEqualTo(bytes);
        assertThat(string.runeCount()).isEqualTo(6);
        assertThat(string).isEqualTo(RegoString.ofUtf8(bytes.clone()));
        assertThat(string).isGreaterThan(RegoString.of("a\uD83D\uDE00"));
    }

    @Test
    void a_value_nested_too_deep_is_never_made() {
        RegoValue value = RegoNumber.ONE;
        for (int i = 0; i < RegoValue.MAXIMUM_DEPTH; i++) {
            value = RegoArray.of(value);
        }
        RegoValue deepest = value;
        assertThatThrownBy(() -> RegoArray.of(deepest)).isInstanceOf(ValueTooDeepException.class);
        assertThatThrownBy(() -> RegoSet.of(deepest)).isInstanceOf(ValueTooDeepException.class);
        assertThatThrownBy(() -> RegoObject.builder().put("a", deepest))
                .isInstanceOf(ValueTooDeepException.class);
        assertThat(deepest).isEqualByComparingTo(deepest);
    }

    @Test
    void floats_print_as_go_prints_them() {
        assertThat(RegoNumber.of(0.1)).hasToString("0.1");
        assertThat(RegoNumber.of(3.0)).hasToString("3");
        assertThat(RegoNumber.of(1e21)).hasToString("1e+21");
        assertThat(RegoNumber.of(1.5e-7)).hasToString("1.5e-07");
        assertThat(RegoNumber.of(123456789.5)).hasToString("1.234567895e+08");
    }
}
