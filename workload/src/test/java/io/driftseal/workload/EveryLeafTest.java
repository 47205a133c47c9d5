package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every leaf of every kind, as Kubernetes 1.36 publishes them: changing it changes the hash, or a
 * rule of the declaration leaves it out. The list says of each leaf which, and a system test holds
 * the list to the API server, so that a field of a newer Kubernetes fails until somebody decides.
 */
class EveryLeafTest {

    private static final String LIST = "leaves-kubernetes-1.36.txt";
    private static final String KEY = "drift.example.com";
    private static final Map<String, List<String>> VALUES =
            Map.of(
                    "string", List.of("\"drift-a\"", "\"drift-b\""),
                    "integer", List.of("7", "8"),
                    "boolean", List.of("true", "false"),
                    "quantity", List.of("\"7Mi\"", "\"8Mi\""),
                    "time", List.of("\"2026-01-01T00:00:00Z\"", "\"2026-01-02T00:00:00Z\""),
                    "object", List.of("{\"a\":\"b\"}", "{\"a\":\"c\"}"));

    /** What becomes of a leaf. */
    private enum Decision {
        HASHED,
        LEFT_OUT
    }

    private record Leaf(String kind, String path, String type, String decision) {

        /** The tree of the kind with nothing but this leaf. */
        JsonObject in(BuiltInKind owner, String value) {
            JsonObject tree = empty(owner);
            JsonValue json = Fixtures.json("{\"v\":" + value + "}").find("v").orElseThrow();
            return (JsonObject) put(tree, List.of(path.split("\\.")), 0, json);
        }

        private static JsonValue put(
                JsonObject object, List<String> steps, int depth, JsonValue value) {
            if (depth == steps.size()) {
                return value;
            }
            String step = steps.get(depth);
            String name = step.replace("[]", "").replace("{}", "");
            int lists = (step.length() - name.length()) / 2;
            JsonValue old = object.find(name).orElse(JsonObject.EMPTY);
            JsonObject base = old instanceof JsonObject o ? o : JsonObject.EMPTY;
            if (name.equals("ownerReferences")) {
                base = Fixtures.json("{\"kind\":\"A\",\"name\":\"a\",\"uid\":\"u\"}");
            }
            JsonValue below = put(base, steps, depth + 1, value);
            for (int i = lists; i > 0; i--) {
                boolean list = step.startsWith("[]", name.length() + 2 * (i - 1));
                below = list ? JsonArray.of(below) : JsonObject.of(KEY, below);
            }
            return object.with(name, below);
        }

        private static JsonObject empty(BuiltInKind kind) {
            JsonObject template = JsonObject.of("spec", JsonObject.EMPTY);
            JsonObject tree = kind.isPod() ? template : JsonObject.EMPTY;
            List<String> path = kind.templatePath();
            for (int i = path.size(); i > 0; i--) {
                template = JsonObject.of(path.get(i - 1), template);
            }
            if (!kind.isPod()) {
                tree = template;
            }
            return tree.with("metadata", JsonObject.of("name", JsonValue.of("a")));
        }
    }

    private static List<Leaf> leaves() {
        try (InputStream in = EveryLeafTest.class.getResourceAsStream(LIST)) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 4))
                    .map(parts -> new Leaf(parts[0], parts[1], parts[2], parts[3]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves of a kind, those of its pods' spec included. */
    private static Stream<Leaf> leaves(BuiltInKind kind) {
        List<Leaf> all = leaves();
        return all.stream()
                .filter(leaf -> leaf.kind().equals(kind.kind()))
                .flatMap(leaf ->
                        leaf.type().equals("PodSpec")
                                ? all.stream()
                                        .filter(pod -> pod.kind().equals("Pod"))
                                        .filter(pod -> pod.path().startsWith("spec."))
                                        .map(pod ->
                                                new Leaf(
                                                        kind.kind(),
                                                        leaf.path()
                                                                + pod.path()
                                                                        .substring("spec".length()),
                                                        pod.type(),
                                                        inTemplate(pod)))
                                : Stream.of(leaf))
                .filter(leaf -> !leaf.decision().equals("named"));
    }

    /** What binding writes into a pod, a template has only if somebody wrote it there. */
    private static String inTemplate(Leaf pod) {
        boolean bound =
                pod.path().equals("spec.nodeName")
                        || pod.path().startsWith("spec.schedulingGates[]");
        return bound ? "hashed" : pod.decision();
    }

    private static Decision decision(BuiltInKind kind, Leaf leaf) {
        List<String> values = Objects.requireNonNull(VALUES.get(leaf.type()), leaf.type());
        ConfigurationHash one = hash(kind, leaf, values.get(0));
        ConfigurationHash other = hash(kind, leaf, values.get(1));
        return one.equals(other) ? Decision.LEFT_OUT : Decision.HASHED;
    }

    private static ConfigurationHash hash(BuiltInKind kind, Leaf leaf, String value) {
        return CanonicalForm.of(new Workload(kind, leaf.in(kind, value))).hash();
    }

    @ParameterizedTest
    @EnumSource(BuiltInKind.class)
    void every_leaf_is_hashed_or_declared(BuiltInKind kind) {
        // Given every leaf of the kind, when it is changed, then the hash changes, or the list
        // says that it is left out
        var wrong = new ArrayList<String>();
        var counts = new TreeMap<Decision, Integer>();
        leaves(kind)
                .forEach(leaf -> {
                    Decision decision = decision(kind, leaf);
                    counts.merge(decision, 1, Integer::sum);
                    String said = decision == Decision.HASHED ? "hashed" : "left-out";
                    if (!leaf.decision().equals(said)) {
                        wrong.add(leaf.kind() + " " + leaf.path() + " is " + said);
                    }
                });
        System.out.println("EveryLeafTest: " + kind.kind() + " " + counts);
        assertThat(wrong).isEmpty();
        assertThat(counts.getOrDefault(Decision.HASHED, 0)).isGreaterThan(400);
    }

    @Test
    void no_leaf_of_a_pod_comes_from_nowhere() {
        // Given a pod with one leaf that its template does not have
        List<Pattern> declared =
                Fixtures.read("derivation-v1.json").objects("transformations").stream()
                        .filter(one -> !one.string("id").orElse("").equals("injectors"))
                        .flatMap(one -> Transformation.texts(one.array("fields")).stream())
                        .map(field -> Pattern.compile(Pattern.quote(field) + ".*"))
                        .toList();
        Workload owner =
                Fixtures.workload(
                        """
                        {"apiVersion":"apps/v1","kind":"ReplicaSet",
                         "metadata":{"name":"a","namespace":"n","uid":"u"},
                         "spec":{"selector":{},"template":{"metadata":{},"spec":{"containers":[]}}}}
                        """);
        var counts = new TreeMap<String, Integer>();
        leaves(BuiltInKind.POD)
                .filter(leaf -> leaf.decision().equals("hashed"))
                .forEach(leaf -> {
                    // When it is held against its owner, with each of two values
                    long explained =
                            Objects.requireNonNull(VALUES.get(leaf.type())).stream()
                                    .filter(value -> isExplained(owner, leaf, value))
                                    .count();

                    // Then one at most is explained, and only where a transformation names it
                    assertThat(explained).as(leaf.path()).isLessThan(2);
                    boolean named =
                            declared.stream()
                                    .anyMatch(field -> field.matcher(leaf.path()).matches());
                    if (explained > 0) {
                        assertThat(named).as(leaf.path()).isTrue();
                    }
                    counts.merge(
                            named ? "may be transformed" : "as in the template", 1, Integer::sum);
                });
        System.out.println("EveryLeafTest: Pod from ReplicaSet " + counts);
    }

    private static boolean isExplained(Workload owner, Leaf leaf, String value) {
        JsonObject tree = leaf.in(BuiltInKind.POD, value);
        JsonObject metadata = tree.object("metadata");
        JsonObject identity =
                Fixtures.json(
                        """
                        {"name":"a-bcdfg","generateName":"a-","namespace":"n","ownerReferences":
                         [{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"a","uid":"u",
                           "controller":true}]}
                        """);
        for (var member : metadata.members().entrySet()) {
            if (!identity.has(member.getKey())) {
                identity = identity.with(member.getKey(), member.getValue());
            }
        }
        JsonObject spec = tree.object("spec");
        JsonObject whole = spec.has("containers") ? spec : spec.with("containers", JsonArray.EMPTY);
        return Derivation.of(
                        owner,
                        new Workload(
                                BuiltInKind.POD,
                                tree.with("metadata", identity).with("spec", whole)),
                        ClusterFacts.empty())
                instanceof Derived.Explained;
    }
}
