package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalFormTest {

    static Stream<Arguments> goldenVectors() {
        JsonObject file = Fixtures.read("golden-vectors-form-v1.json");
        assertThat(file.number("formVersion"))
                .contains(JsonNumber.of(FormRules.current().version()));
        return file.objects("vectors").stream()
                .map(vector ->
                        Arguments.of(
                                vector.string("name").orElseThrow(),
                                vector.object("input"),
                                vector.object("form"),
                                vector.string("sha256").orElseThrow()));
    }

    @Test
    void every_kind_has_golden_vectors() {
        assertThat(goldenVectors().map(v -> Fixtures.workload((JsonObject) v.get()[1]).kind()))
                .contains(BuiltInKind.values())
                .contains(Fixtures.ROLLOUT);
    }

    /**
     * A change of any of these needs a new version of the form: stamps that exist were made with
     * this one.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenVectors")
    void agrees_with_an_independent_computation(
            String name, JsonObject input, JsonObject form, String sha256) {
        // Given an object, when its form is taken, then tree and hash are those worked out by hand
        CanonicalForm canonical = CanonicalForm.of(Fixtures.workload(input));
        assertThat(canonical.tree()).as(name).isEqualTo(form);
        assertThat(canonical.hash().hex()).as(name).isEqualTo(sha256);
    }

    static Stream<Arguments> sameMeaning() {
        return Fixtures.read("pairs-with-one-hash.json").objects("pairs").stream()
                .map(pair ->
                        Arguments.of(
                                pair.string("rule").orElseThrow(),
                                pair.object("one"),
                                pair.object("other")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sameMeaning")
    void hashes_equal_meaning_alike(String rule, JsonObject one, JsonObject other) {
        // Given two pod specs that mean one thing, when hashed, then the hash is one
        assertThat(hash(one)).as(rule).isEqualTo(hash(other));
    }

    static Stream<Arguments> otherMeaning() {
        return Fixtures.read("pairs-with-two-hashes.json").objects("pairs").stream()
                .map(pair ->
                        Arguments.of(
                                pair.string("rule").orElseThrow(),
                                pair.object("one"),
                                pair.object("other")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherMeaning")
    void hashes_other_meaning_differently(String rule, JsonObject one, JsonObject other) {
        // Given two pod specs that mean two things, when hashed, then there are two hashes
        assertThat(hash(one)).as(rule).isNotEqualTo(hash(other));
    }

    private static ConfigurationHash hash(JsonObject spec) {
        JsonObject pod =
                Fixtures.json(
                                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}}")
                        .with("spec", spec);
        return CanonicalForm.of(Fixtures.workload(pod)).hash();
    }

    @Test
    void begins_with_version_and_kind() {
        // Given forms of two kinds, when written, then the first line tells them apart
        assertThat(firstLine("web-pod")).isEqualTo("driftseal.io/form/v1 Pod");
        assertThat(firstLine("web-deployment")).isEqualTo("driftseal.io/form/v1 Deployment");
    }

    private static String firstLine(String fixture) {
        byte[] bytes = CanonicalForm.of(Fixtures.real(fixture)).bytes();
        return new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
    }

    @Test
    void does_not_print_its_tree() {
        // Given a form with a secret in it, when it is logged by mistake, then nothing is told
        assertThat(CanonicalForm.of(Fixtures.real("web-pod"))).asString().hasSizeLessThan(60);
    }

    @Test
    void accepts_only_whole_hashes() {
        // Given texts that are no SHA-256 in lower case, when taken as one, then they are refused
        for (String text :
                new String[] {"", "abc", "G".repeat(64), "A".repeat(64), "a".repeat(65)}) {
            assertThatThrownBy(() -> new ConfigurationHash(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
