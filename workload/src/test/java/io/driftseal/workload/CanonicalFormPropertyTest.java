package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random variations of real objects of every kind. Every failure names its seed, which the property
 * {@code driftseal.seed} sets.
 */
class CanonicalFormPropertyTest {

    private static final int VARIATIONS = 100;
    private static final long SEED = Long.getLong("driftseal.seed", System.nanoTime());
    private static final String REPEAT = "-Ddriftseal.seed=" + SEED;

    private static final Map<String, String> SAME_AMOUNT =
            Map.of(
                    "\"cpu\":\"1\"", "\"cpu\":\"1000m\"",
                    "\"cpu\":\"500m\"", "\"cpu\":0.5",
                    "\"cpu\":\"250m\"", "\"cpu\":\"0.25\"",
                    "\"memory\":\"1Gi\"", "\"memory\":\"1024Mi\"",
                    "\"memory\":\"256Mi\"", "\"memory\":268435456",
                    "\"memory\":\"128Mi\"", "\"memory\":\"131072Ki\"",
                    "\"sizeLimit\":\"512Mi\"", "\"sizeLimit\":\"0.5Gi\"",
                    "\"divisor\":\"1Mi\"", "\"divisor\":\"1024Ki\"");

    /** Lists of these objects in which Kubernetes sees no order. */
    private static final Set<String> UNORDERED =
            Set.of(
                    "volumes",
                    "ports",
                    "tolerations",
                    "imagePullSecrets",
                    "add",
                    "drop",
                    "supplementalGroups",
                    "accessModes",
                    "topologySpreadConstraints",
                    "matchExpressions",
                    "preferredDuringSchedulingIgnoredDuringExecution");

    /** One of each kind at least. */
    static Stream<Arguments> realObjects() {
        return Stream.concat(
                Stream.of("web-pod", "web-deployment", "web-replicaset", "minimal-pod")
                        .map(name -> Arguments.of(name, Fixtures.real(name))),
                Stream.of(
                                "orders-db-statefulset",
                                "orders-db-pod",
                                "node-log-daemonset",
                                "node-log-pod",
                                "legacy-replicationcontroller",
                                "billing-job",
                                "billing-pod",
                                "nightly-cronjob",
                                "nightly-job",
                                "canary-rollout")
                        .map(name -> Arguments.of(name, Fixtures.admission(name + "-stored"))));
    }

    @Test
    void every_kind_is_varied() {
        assertThat(realObjects().map(object -> ((Workload) object.get()[1]).kind()))
                .contains(BuiltInKind.values())
                .contains(Fixtures.ROLLOUT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("realObjects")
    void does_not_depend_on_order_where_kubernetes_has_none(String name, Workload workload) {
        var random = new Random(SEED);
        ConfigurationHash hash = CanonicalForm.of(workload).hash();
        for (int i = 0; i < VARIATIONS; i++) {
            // Given the object with members and unordered lists shuffled, and null members added
            JsonValue shuffled = shuffled(workload.tree(), random, false);

            // When it is hashed, then the hash is the same
            assertThat(CanonicalForm.of(Fixtures.workload((JsonObject) shuffled)).hash())
                    .as("%s, %s, %s", REPEAT, name, shuffled)
                    .isEqualTo(hash);
        }
    }

    private static JsonValue shuffled(JsonValue value, Random random, boolean unordered) {
        return switch (value) {
            case JsonObject object -> {
                var names = new ArrayList<>(object.members().keySet());
                Collections.shuffle(names, random);
                var builder = JsonObject.builder();
                for (String name : names) {
                    JsonValue member = object.find(name).orElseThrow();
                    builder.put(name, shuffled(member, random, UNORDERED.contains(name)));
                }
                if (random.nextInt(4) == 0 && !object.has("absent")) {
                    builder.put("absent", JsonNull.INSTANCE);
                }
                yield builder.build();
            }
            case JsonArray array -> {
                var items = new ArrayList<JsonValue>();
                array.items().forEach(item -> items.add(shuffled(item, random, false)));
                if (unordered) {
                    Collections.shuffle(items, random);
                }
                yield new JsonArray(items);
            }
            default -> value;
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("realObjects")
    void sees_a_change_of_any_leaf_that_is_not_declared(String name, Workload workload) {
        // Given an object without what is declared to be outside its form
        CanonicalForm form = CanonicalForm.of(workload);
        JsonObject inside = form.tree();
        var leaves = new ArrayList<List<String>>();
        collectLeaves(inside, List.of(), leaves);
        assertThat(leaves).as(name).hasSizeGreaterThan(8);

        for (List<String> leaf : leaves) {
            // When one leaf is changed
            JsonObject changed =
                    (JsonObject)
                            JsonEdits.change(inside, leaf, 0, CanonicalFormPropertyTest::other);
            CanonicalForm live =
                    new CanonicalForm(form.kind(), form.version(), canonical(form, changed));

            // Then the hash differs and the difference names the field
            assertThat(live.hash()).as("%s", leaf).isNotEqualTo(form.hash());
            assertThat(Difference.between(form.redacted(), live.redacted()).changes())
                    .as("%s", leaf)
                    .anySatisfy(change -> assertThat(change.sentence()).contains(field(leaf)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("realObjects")
    void sees_an_unknown_field_anywhere_in_the_spec(String name, Workload workload) {
        var random = new Random(SEED);
        CanonicalForm form = CanonicalForm.of(workload);
        ConfigurationHash hash = form.hash();
        var objects = new ArrayList<List<String>>();
        // The form has the same places but those that are declared to be outside it.
        collectObjects(form.tree().object("spec"), List.of("spec"), objects);
        for (int i = 0; i < VARIATIONS; i++) {
            // Given a field that no Kubernetes of today knows, somewhere in the spec
            List<String> place = objects.get(random.nextInt(objects.size()));
            JsonValue changed =
                    JsonEdits.change(
                            workload.tree(),
                            place,
                            0,
                            old -> ((JsonObject) old).with("fieldOf2031", JsonValue.of("x")));

            // When the object is hashed, then the hash differs
            assertThat(CanonicalForm.of(Fixtures.workload((JsonObject) changed)).hash())
                    .as("%s, %s, %s", REPEAT, name, place)
                    .isNotEqualTo(hash);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("realObjects")
    void is_the_form_of_itself(String name, Workload workload) {
        // Given a form
        CanonicalForm form = CanonicalForm.of(workload);

        // When its tree is brought into form again, then nothing changes
        assertThat(canonical(form, form.tree()).toString())
                .as(name)
                .isEqualTo(form.tree().toString());
    }

    @Test
    void does_not_depend_on_how_an_amount_is_written() {
        // Given a pod, and the same with every amount written in another way
        Workload pod = Fixtures.real("web-pod");
        String text = pod.tree().toString();
        for (Map.Entry<String, String> amount : SAME_AMOUNT.entrySet()) {
            assertThat(text).contains(amount.getKey());
            text = text.replace(amount.getKey(), amount.getValue());
        }

        // When both are hashed, then the hash is one
        assertThat(CanonicalForm.of(Fixtures.workload(text)).hash())
                .isEqualTo(CanonicalForm.of(pod).hash());
    }

    /** The last step of a path that is a name, not a position. */
    private static String field(List<String> path) {
        return path.reversed().stream()
                .filter(step -> !Character.isDigit(step.charAt(0)))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject canonical(CanonicalForm form, JsonObject tree) {
        return Canonicaliser.object(tree, FormRules.current().of(form.kind()));
    }

    private static void collectLeaves(
            JsonValue value, List<String> path, List<List<String>> leaves) {
        switch (value) {
            case JsonObject object when !object.isEmpty() ->
                    object.members()
                            .forEach((name, child) ->
                                    collectLeaves(child, with(path, name), leaves));
            case JsonArray array when !array.items().isEmpty() -> {
                for (int i = 0; i < array.items().size(); i++) {
                    collectLeaves(array.items().get(i), with(path, Integer.toString(i)), leaves);
                }
            }
            default -> leaves.add(path);
        }
    }

    /** Objects but maps of amounts, where a member is an amount and not a field. */
    private static void collectObjects(
            JsonValue value, List<String> path, List<List<String>> objects) {
        switch (value) {
            case JsonObject object -> {
                objects.add(path);
                object.members()
                        .forEach((name, child) -> collectObjects(child, with(path, name), objects));
            }
            case JsonArray array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    collectObjects(array.items().get(i), with(path, Integer.toString(i)), objects);
                }
            }
            default -> {
                // a leaf holds no field
            }
        }
    }

    private static List<String> with(List<String> path, String step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static JsonValue other(JsonValue value) {
        return switch (value) {
            case JsonString text -> new JsonString(text.value() + "x");
            case JsonNumber number ->
                    new JsonNumber(number.decimal().add(java.math.BigDecimal.ONE).toPlainString());
            case JsonBoolean flag -> JsonBoolean.of(!flag.value());
            case JsonObject ignored -> JsonObject.of("added", JsonValue.of(1));
            case JsonArray ignored -> JsonArray.of(JsonValue.of(1));
            case JsonNull ignored -> JsonValue.of(1);
        };
    }
}
