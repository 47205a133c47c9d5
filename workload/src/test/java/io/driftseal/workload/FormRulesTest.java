package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FormRulesTest {

    private static final JsonObject DECLARATION = Fixtures.read("canonical-form-v1.json");
    private static final JsonObject DERIVATION = Fixtures.read("derivation-v1.json");

    static Stream<Arguments> badRules() {
        return Stream.of(
                rule(
                        "'shape':'Pod','paths':['x'],'rule':'leave-out','author':'a'",
                        "has no reason"),
                rule(
                        "'shape':'Pod','paths':['x'],'rule':'leave-out','author':' ','reason':'r'",
                        "has no author"),
                rule(
                        "'shape':'Pod','paths':[],'rule':'leave-out','author':'a','reason':'r'",
                        "names no path"),
                rule("'shape':'Pod','paths':['x'],'rule':'ignore','author':'a','reason':'r'", "x"),
                rule(
                        "'shape':'Pod','paths':['*'],'rule':'leave-out','author':'a','reason':'r'",
                        "*"),
                rule(
                        "'shape':'Pod','paths':['spec.*.name'],'rule':'leave-out','author':'a','reason':'r'",
                        "spec.*.name"),
                rule(
                        "'shape':'Pod','paths':['spec..name'],'rule':'leave-out','author':'a','reason':'r'",
                        "spec..name"),
                rule(
                        "'shape':'Pod','paths':['x'],'rule':'leave-out','keys':['a'],'author':'a','reason':'r'",
                        "x"),
                rule(
                        "'shape':'Pod','paths':['x'],'rule':'leave-out','note':'n','author':'a','reason':'r'",
                        "x"),
                rule(
                        "'shape':'Pod','paths':['spec'],'rule':'leave-out','author':'a','reason':'r'",
                        "below a field"),
                rule(
                        "'shape':'Pod','paths':['status'],'rule':'leave-out','author':'a','reason':'r'",
                        "status"),
                rule(
                        "'shape':'Container','paths':['env'],'rule':'unordered','author':'a','reason':'r'",
                        "env"),
                rule(
                        "'shape':'Nothing','paths':['x'],'rule':'leave-out','author':'a','reason':'r'",
                        "no kind uses"),
                rule(
                        "'shape':'Pod','paths':['x'],'rule':'as','of':'Absent','author':'a','reason':'r'",
                        "x"),
                rule(
                        "'shape':'Container','paths':['x'],'rule':'as','of':'PodSpec','author':'a','reason':'r'",
                        "x"));
    }

    private static Arguments rule(String json, String named) {
        return Arguments.of("{" + json.replace('\'', '"') + "}", named);
    }

    @ParameterizedTest
    @MethodSource("badRules")
    void refuses_a_declaration_with_one_bad_rule(String rule, String named) {
        // Given the shipped declaration and one rule more
        List<JsonValue> rules = new ArrayList<>(DECLARATION.array("rules"));
        rules.add(Fixtures.json(rule));
        JsonObject declaration = DECLARATION.with("rules", new JsonArray(rules));

        // When it is read, then it is refused, and the message names what is wrong
        assertThatThrownBy(() -> FormRules.parse(declaration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void says_of_every_rule_who_and_why() {
        // Given the shipped declarations, when read, then no reason is shorter than a few words
        assertThat(FormRules.parse(DECLARATION).version()).isEqualTo(1);
        assertThat(DECLARATION.objects("rules"))
                .allSatisfy(
                        rule -> assertThat(rule.string("reason").orElse("")).hasSizeGreaterThan(4));
    }

    @Test
    void demands_code_for_every_declared_transformation_and_the_other_way_round() {
        // Given declarations with one transformation more and one fewer
        List<JsonValue> entries = DERIVATION.array("transformations");
        JsonObject last = (JsonObject) entries.getLast();
        List<JsonValue> more = new ArrayList<>(entries);
        more.add(last.with("id", "istio-sidecar"));

        // When they are read, then both are refused
        for (List<JsonValue> list : List.of(more, entries.subList(0, entries.size() - 1))) {
            assertThatThrownBy(() ->
                            DerivationRules.parse(
                                    DERIVATION.with("transformations", new JsonArray(list))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("transformations");
        }
    }

    @Test
    void demands_author_and_reason_of_every_transformation() {
        // Given a transformation without its reason
        List<JsonValue> entries = new ArrayList<>(DERIVATION.array("transformations"));
        entries.set(0, ((JsonObject) entries.getFirst()).without("reason"));

        // When the declaration is read, then it is refused
        assertThatThrownBy(() ->
                        DerivationRules.parse(
                                DERIVATION.with("transformations", new JsonArray(entries))))
                .hasMessageContaining("reason");
    }
}
