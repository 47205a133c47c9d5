package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transformations that take their values from the cluster: {@code facts/*.json}, one document for
 * each rule, with objects of the cluster, what is changed in template and pod of the real web pod,
 * and what the pod may then have (explained) or may not (the field that is named).
 */
class ClusterFactsTest {

    private static final JsonObject REPLICA_SET = Fixtures.real("web-replicaset").tree();
    private static final JsonObject POD = Fixtures.real("web-pod").tree();
    private static final List<String> RULES =
            List.of(
                    "priority-is-that-of-the-named-class",
                    "priority-without-a-name-is-that-of-the-default-class",
                    "runtime-class-gives-overhead-and-place",
                    "limit-range-gives-defaults",
                    "amounts-lie-in-the-range-that-the-template-names",
                    "pull-secrets-are-those-of-the-account",
                    "token-is-mounted-where-the-account-allows-it",
                    "always-pull-images-only-where-the-plug-in-runs",
                    "namespace-selects-nodes-only-where-the-plug-in-runs",
                    "namespace-gives-tolerations-only-where-the-plug-in-runs",
                    "extended-resources-are-tolerated-only-where-the-plug-in-runs");

    /** One case of a rule. */
    record Case(String rule, JsonObject document, JsonObject pod) {
        @Override
        public String toString() {
            return rule + ": " + pod.string("what").orElse("");
        }

        Workload owner() {
            return Fixtures.workload(edited(REPLICA_SET, document.objects("template")));
        }

        Workload child() {
            var edits = new ArrayList<>(document.objects("pod"));
            edits.addAll(pod.objects("edits"));
            return Fixtures.workload(edited(POD, edits));
        }

        ClusterFacts facts() {
            var objects = new ArrayList<>(document.objects("facts"));
            if (!document.bool("only").orElse(false)) {
                objects.addAll(Fixtures.facts("api-server-1.36/facts.json"));
            }
            JsonObject declared = pod.has("declarations") ? pod : document;
            return ClusterFacts.known(objects)
                    .with(Declarations.parse(declared.object("declarations")));
        }

        private static JsonObject edited(JsonObject tree, List<JsonObject> edits) {
            JsonObject edited = tree;
            for (JsonObject edit : edits) {
                String path = edit.string("path").orElseThrow();
                edited =
                        edit.has("to")
                                ? JsonEdits.set(
                                        edited, path, edit.find("to").orElseThrow().toString())
                                : JsonEdits.remove(edited, path);
            }
            return edited;
        }
    }

    static Stream<Case> explained() {
        return cases("explained");
    }

    static Stream<Case> unexplained() {
        return cases("unexplained");
    }

    private static Stream<Case> cases(String list) {
        return RULES.stream()
                .flatMap(rule -> {
                    JsonObject document = Fixtures.read("facts/" + rule + ".json");
                    assertThat(document.objects(list)).as("%s of %s", list, rule).isNotEmpty();
                    return document.objects(list).stream()
                            .map(pod -> new Case(rule, document, pod));
                });
    }

    @ParameterizedTest
    @MethodSource("explained")
    void explains_what_the_cluster_gives(Case one) {
        // Given cluster, template and pod of the document, when held against each other, then
        // nothing is left
        assertThat(Derivation.of(one.owner(), one.child(), one.facts()))
                .isInstanceOf(Derived.Explained.class);
    }

    @Test
    void says_which_transformations_had_a_part() {
        // Given pods that are what the cluster makes of their template
        Map<String, String> parts =
                Map.of(
                        "limit-range-gives-defaults", "limit-range",
                        "amounts-lie-in-the-range-that-the-template-names", "approved-range",
                        "runtime-class-gives-overhead-and-place", "runtime-class",
                        "priority-is-that-of-the-named-class", "priority",
                        "always-pull-images-only-where-the-plug-in-runs", "always-pull-images");

        // When held against it, then those that gave them something are named by their own ids
        parts.forEach((rule, id) ->
                assertThat(explained().filter(one -> one.rule().equals(rule)))
                        .as(rule)
                        .extracting(one -> Derivation.of(one.owner(), one.child(), one.facts()))
                        .anySatisfy(derived ->
                                assertThat(derived)
                                        .isInstanceOfSatisfying(
                                                Derived.Explained.class,
                                                explained ->
                                                        assertThat(explained.transformations())
                                                                .contains(id)
                                                                .doesNotContain("injectors"))));
    }

    @ParameterizedTest
    @MethodSource("unexplained")
    void leaves_unexplained_what_the_cluster_does_not_give(Case one) {
        // Given the same with something that is not in the cluster, when held against each other
        Derived derived = Derivation.of(one.owner(), one.child(), one.facts());

        // Then the field is named, and it is no open question
        assertThat(derived).isInstanceOf(Derived.Unexplained.class);
        assertThat(derived.open().changes())
                .extracting(FieldChange::path)
                .contains(one.pod().string("field").orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("explained")
    void decides_nothing_where_the_facts_could_not_be_had(Case one) {
        // Given the same, with nothing read of the cluster
        ClusterFacts unknown =
                ClusterFacts.unknown("the API server did not answer")
                        .with(one.facts().declarations());

        // When held against each other, then nobody can say, and the causes are given
        assertThat(Derivation.of(one.owner(), one.child(), unknown))
                .isInstanceOfSatisfying(
                        Derived.Undecided.class,
                        undecided ->
                                assertThat(undecided.causes())
                                        .isNotEmpty()
                                        .allMatch(cause ->
                                                cause.endsWith("the API server did not answer")));
    }

    @Test
    void is_sure_of_an_attack_whatever_is_unknown() {
        // Given a pod with another image, and nothing read of the cluster
        JsonObject pod = JsonEdits.set(POD, "spec/containers/0/image", "\"evil:1\"");

        // When it is held against its owner
        Derived derived =
                Derivation.of(
                        Fixtures.workload(REPLICA_SET),
                        Fixtures.workload(pod),
                        ClusterFacts.unknown("the API server did not answer"));

        // Then it is unexplained, and no newer facts could help
        assertThat(derived)
                .isInstanceOfSatisfying(
                        Derived.Unexplained.class,
                        unexplained -> assertThat(unexplained.dependsOnFacts()).isFalse());
    }

    @Test
    void says_where_newer_facts_could_help() {
        // Given a pod with pull secrets that its account does not have, as far as is known
        JsonObject pod = JsonEdits.set(POD, "spec/imagePullSecrets/0/name", "\"new\"");

        // When it is held against its owner, then newer facts could explain it
        assertThat(
                        Derivation.of(
                                Fixtures.workload(REPLICA_SET),
                                Fixtures.workload(pod),
                                Fixtures.FACTS))
                .isInstanceOfSatisfying(
                        Derived.Unexplained.class,
                        unexplained -> assertThat(unexplained.dependsOnFacts()).isTrue());
    }

    @Test
    void refuses_declarations_it_does_not_know() {
        for (String bad :
                List.of(
                        "{}",
                        "{\"version\":2}",
                        "{\"version\":1,\"ignore\":[\"spec\"]}",
                        "{\"version\":1,\"admissionPlugins\":\"AlwaysPullImages\"}",
                        "{\"version\":1,\"admissionPlugins\":[\"LimitRanger\"]}",
                        "{\"version\":1,\"admissionPlugins\":[\"*\"]}")) {
            // Given a document with something unknown, when read, then it is refused
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> Declarations.parse(Fixtures.json(bad)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(
                        Declarations.parse(
                                        Fixtures.json(
                                                "{\"version\":1,\"admissionPlugins\":[\"PodNodeSelector\"]}"))
                                .admissionPlugins())
                .isEqualTo(Set.of("PodNodeSelector"));
    }
}
