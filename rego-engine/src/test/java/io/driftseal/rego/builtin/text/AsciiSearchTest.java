package io.driftseal.rego.builtin.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.driftseal.rego.builtin.CountingContext;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search by table against RE2/J, of which it must never differ. */
class AsciiSearchTest {

    private static final List<String> PIECES =
            List.of(
                    "a",
                    "b",
                    "Z",
                    "-",
                    ":",
                    "/",
                    "\\.",
                    ".",
                    "ab",
                    "[ab]",
                    "[^a]",
                    "[a-c-]",
                    "[]a]",
                    "[^]a-b]",
                    "[a\\-z]",
                    "\\d",
                    "\\D",
                    "\\w",
                    "\\W",
                    "\\s",
                    "\\S",
                    "[\\w.]",
                    "[^\\d]",
                    "\\n",
                    "\\t",
                    "[\\n-\\r]",
                    "^",
                    "$",
                    "\\A",
                    "\\z",
                    "(a|b)",
                    "(?:ab|c)",
                    "(?P<n>a)",
                    "(a||b)",
                    "()",
                    "(^a|b$)",
                    "(a*)*",
                    "(a|b*)+?",
                    "k",
                    "S");

    private static final List<String> REPEATS =
            List.of("", "", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,}", "{0}");

    private static final List<String> TEXTS =
            List.of(
                    "a", "b", "c", "Z", "z", "-", ":", "/", ".", "0", "_", " ", "\n", "\t", "K",
                    "s");

    private static final List<String> FLAGS = List.of("", "", "", "(?i)", "(?s)", "(?is)");

    @Test
    void finds_what_re2_finds() {
        Random random = new Random(20261127);
        int read = 0;
        for (int i = 0; i < 6_000; i++) {
            String pattern = pattern(random);
            Optional<AsciiSearch> search = AsciiSearch.of(pattern);
            if (!compiles(pattern) || search.isEmpty()) {
                continue;
            }
            read++;
            Pattern re2 = Pattern.compile(pattern);
            for (int j = 0; j < 10; j++) {
                String text = text(random);
                assertThat(search.get().search(text))
                        .as("%s in %s", pattern, text)
                        .isEqualTo(
                                re2.matcher(text).find()
                                        ? AsciiSearch.Answer.FOUND
                                        : AsciiSearch.Answer.NOT_FOUND);
            }
        }
        assertThat(read).isGreaterThan(4_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^registry\\.example\\.com/[a-z0-9/_-]+:[0-9.]+(-1000)?$",
                "^sha256:[0-9a-f]{64}$",
                "(?i)password|secret|token",
                "^(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\\.)*example\\.com$",
                ".*:latest",
                "^v[0-9]+(\\.[0-9]+){0,2}$",
            })
    void patterns_of_policies_have_a_table(String pattern) {
        assertThat(AsciiSearch.of(pattern)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\bword\\b",
                "(?m)^line$",
                "a(?i)b",
                "\\p{Greek}",
                "[[:alpha:]]",
                "\\x41",
                "\\101",
                "\\Qa.b\\E",
                "ünï",
                "[à-ü]",
                "a{,2}",
                "(a|b)*a(a|b){12}",
                "((a{16}){16}){16}",
            })
    void what_is_beyond_it_is_left_to_re2(String pattern) {
        assertThat(AsciiSearch.of(pattern)).isEmpty();
    }

    @Test
    void other_texts_than_ascii_are_left_to_re2() {
        AsciiSearch search = AsciiSearch.of("(?i)^k+$").orElseThrow();

        assertThat(search.search("KkK")).isEqualTo(AsciiSearch.Answer.FOUND);
        assertThat(search.search("k\u212A")).isEqualTo(AsciiSearch.Answer.UNKNOWN);
        assertThat(search.search("k\uDCFF")).isEqualTo(AsciiSearch.Answer.UNKNOWN);
    }

    @Test
    void the_hundredth_use_answers_as_the_first() {
        Regex regex = Regex.of("^used-[0-9]+-often$");
        var context = new CountingContext(1_000_000, 1_000_000);

        for (int use = 0; use < 200; use++) {
            assertThat(regex.found(context, "used-" + use + "-often")).isTrue();
            assertThat(regex.found(context, "used-" + use + "-oft\u00E9n")).isFalse();
            assertThat(regex.found(context, "used--often")).isFalse();
        }
    }

    private static String pattern(Random random) {
        var pattern = new StringBuilder(one(FLAGS, random));
        int pieces = 1 + random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            pattern.append(one(PIECES, random)).append(one(REPEATS, random));
            if (random.nextInt(8) == 0) {
                pattern.append('|');
            }
        }
        return pattern.toString();
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.append(one(TEXTS, random));
        }
        return text.toString();
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static boolean compiles(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
