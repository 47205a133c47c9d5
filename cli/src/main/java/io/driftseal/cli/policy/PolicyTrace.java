package io.driftseal.cli.policy;

import io.driftseal.decision.Cause;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.OpaCommand;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.decision.kept.KeptInput;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the {@code opa} program says of one evaluation: its answer, and which rules had a value. Run
 * on this machine over a copy of policies and input that only we may read, and that is removed.
 */
public final class PolicyTrace {

    private static final int MAXIMUM_BYTES = 128 * 1024 * 1024;
    private static final JsonLimits LIMITS = new JsonLimits(MAXIMUM_BYTES, 400, 40_000_000);
    private static final String POLICIES = "policies";

    /** What codes of errors begin with that an evaluation ended with. */
    private static final String FAILED_EVALUATION = "eval_";

    /** In the directory of the policies; the rule follows. */
    private static final List<String> EVALUATION =
            List.of(
                    "eval",
                    "--strict-builtin-errors",
                    "--ignore",
                    PolicyBundle.SCHEMA_DIRECTORY,
                    "--data",
                    ".",
                    "--input",
                    "../input.json",
                    "--explain",
                    "full",
                    "--format",
                    "json");

    private static final int MAXIMUM_VALUES = 8;
    private static final int MAXIMUM_VALUE_CHARACTERS = 160;
    private static final int MAXIMUM_SOURCE_LINES = 16;
    private static final int SEARCH_DEPTH = 3;

    private final EngineAnswer outcome;
    private final List<JsonObject> events;
    private final Map<String, List<String>> sources;

    private PolicyTrace(
            EngineAnswer outcome, List<JsonObject> events, Map<String, List<String>> sources) {
        this.outcome = outcome;
        this.events = events;
        this.sources = sources;
    }

    /**
     * Evaluates a kept input.
     *
     * @throws EngineStartException where the program cannot be run, fails, or says more than 128
     *     MiB
     */
    public static PolicyTrace of(Path opa, PolicyBundle bundle, KeptInput kept)
            throws EngineStartException {
        Path work = directory();
        try {
            bundle.writeTo(work.resolve(POLICIES));
            Files.write(work.resolve("input.json"), CanonicalDocument.of(kept.input()).bytes());
            var values = new ReplayedValues(kept.nondeterminism().orElse(JsonObject.EMPTY));
            List<String> arguments = new ArrayList<>(EVALUATION);
            arguments.addAll(values.options(work));
            arguments.add(values.query("data." + kept.entryPoint().rulePath().replace('/', '.')));
            OpaCommand.Result result =
                    new OpaCommand(opa.toAbsolutePath(), work.resolve(POLICIES), MAXIMUM_BYTES)
                            .run(arguments.toArray(String[]::new));
            return read(result, sources(work.resolve(POLICIES)));
        } catch (IOException e) {
            throw new EngineStartException("policies cannot be copied for the trace", e);
        } finally {
            PolicyBundle.delete(work);
        }
    }

    private static PolicyTrace read(OpaCommand.Result result, Map<String, List<String>> sources)
            throws EngineStartException {
        JsonObject output;
        try {
            output =
                    JsonReader.readObject(result.output().getBytes(StandardCharsets.UTF_8), LIMITS);
        } catch (MalformedJsonException e) {
            throw new EngineStartException("the trace is too large or no JSON", e);
        }
        return new PolicyTrace(outcome(output), output.objects("explanation"), sources);
    }

    /** As the engines take it: a rule that fails is no answer. Not to compile is no outcome. */
    private static EngineAnswer outcome(JsonObject output) throws EngineStartException {
        List<JsonObject> errors = output.objects("errors");
        if (!errors.isEmpty()) {
            JsonObject error = errors.getFirst();
            String message = error.string("message").orElse("evaluation failed");
            if (error.string("code").orElse("").startsWith(FAILED_EVALUATION)) {
                return new EngineAnswer.None(Cause.SERVER_ERROR, message);
            }
            throw new EngineStartException("opa: " + message);
        }
        return EngineAnswer.ofValue(
                output.objects("result").stream()
                        .flatMap(one -> one.objects("expressions").stream())
                        .flatMap(expression -> expression.find("value").stream())
                        .findFirst()
                        .orElse(null));
    }

    private static Path directory() throws EngineStartException {
        try {
            return Files.createTempDirectory("driftseal-explain-");
        } catch (IOException e) {
            throw new EngineStartException("no directory to evaluate in", e);
        }
    }

    private static Map<String, List<String>> sources(Path policies) throws IOException {
        Map<String, List<String>> sources = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(policies)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".rego")).toList()) {
                sources.put(policies.relativize(file).toString(), Files.readAllLines(file));
            }
        }
        return sources;
    }

    /** What these policies answer, or why they give no answer. */
    public EngineAnswer outcome() {
        return outcome;
    }

    /** The rule that made a reason: the innermost that had it as one of its values. */
    public Optional<TracedRule> ruleOf(String code, String field) {
        Optional<JsonObject> any = Optional.empty();
        for (JsonObject event : exits()) {
            boolean made =
                    event.objects("Locals").stream()
                            .anyMatch(local -> has(plain(local), code, field, SEARCH_DEPTH));
            if (made && event.object("Node", "head").has("key")) {
                return Optional.of(rule(event));
            }
            if (made && any.isEmpty()) {
                any = Optional.of(event);
            }
        }
        return any.map(this::rule);
    }

    /** The rules of a package's folder that had a value, each once, innermost first. */
    public List<TracedRule> rulesIn(String folder, int most) {
        Map<String, TracedRule> rules = new LinkedHashMap<>();
        for (JsonObject event : exits()) {
            String file = event.string("Location", "file").orElse("");
            if (file.startsWith(folder + "/") && rules.size() < most) {
                rules.putIfAbsent(file + ":" + row(event), rule(event));
            }
        }
        return List.copyOf(rules.values());
    }

    private List<JsonObject> exits() {
        return events.stream()
                .filter(event ->
                        event.string("Op").orElse("").equals("Exit")
                                && event.object("Node").has("head")
                                && !event.string("Location", "file").orElse("").isEmpty())
                .toList();
    }

    private TracedRule rule(JsonObject exit) {
        String file = exit.string("Location", "file").orElse("");
        return new TracedRule(
                file,
                row(exit),
                exit.string("Node", "head", "name").orElse("rule"),
                source(exit, file),
                values(exit));
    }

    private List<String> source(JsonObject exit, String file) {
        var rows = new TreeSet<Integer>();
        for (JsonObject event : events) {
            if (event.string("Op").orElse("").equals("Eval")
                    && query(event) == query(exit)
                    && event.string("Location", "file").orElse("").equals(file)) {
                rows.add(row(event));
            }
        }
        rows.add(row(exit));
        List<String> lines = sources.getOrDefault(file, List.of());
        return rows.stream()
                .filter(row -> row > 0 && row <= lines.size())
                .limit(MAXIMUM_SOURCE_LINES)
                .map(row -> row + "  " + lines.get(row - 1).strip())
                .toList();
    }

    private static Map<String, String> values(JsonObject exit) {
        JsonObject names = exit.object("LocalMetadata");
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonObject local : exit.objects("Locals")) {
            String name = names.string(local.string("name").orElse(""), "name").orElse("__local");
            if (!name.startsWith("__local") && values.size() < MAXIMUM_VALUES) {
                String text = JsonWriter.writeString(plain(local));
                values.put(
                        name,
                        text.length() <= MAXIMUM_VALUE_CHARACTERS
                                ? text
                                : text.substring(0, MAXIMUM_VALUE_CHARACTERS) + "...");
            }
        }
        return values;
    }

    private static long query(JsonObject event) {
        return event.number("QueryID").map(id -> id.whole().orElse(-1)).orElse(-1L);
    }

    private static int row(JsonObject event) {
        return event.number("Location", "row").map(row -> (int) row.whole().orElse(0)).orElse(0);
    }

    private static boolean has(JsonValue value, String code, String field, int depth) {
        return switch (value) {
            case JsonObject object ->
                    (object.string("code").orElse("").equals(code)
                                    && object.string("field").orElse("").equals(field))
                            || (depth > 0
                                    && object.members().values().stream()
                                            .anyMatch(
                                                    member -> has(member, code, field, depth - 1)));
            case JsonArray array ->
                    depth > 0
                            && array.items().stream()
                                    .anyMatch(item -> has(item, code, field, depth - 1));
            default -> false;
        };
    }

    /** A term of OPA's syntax tree as the value that it is; what is no value is null. */
    private static JsonValue plain(JsonObject term) {
        JsonValue value = term.find("value").orElse(JsonNull.INSTANCE);
        return switch (term.string("type").orElse("")) {
            case "string", "number", "boolean", "null" -> value;
            case "array", "set" -> new JsonArray(plain(term.objects("value")));
            case "object" -> object(term.array("value"));
            default -> JsonNull.INSTANCE;
        };
    }

    private static List<JsonValue> plain(List<JsonObject> terms) {
        List<JsonValue> values = new ArrayList<>();
        terms.forEach(term -> values.add(plain(term)));
        return values;
    }

    private static JsonObject object(List<JsonValue> pairs) {
        JsonObject.Builder object = JsonObject.builder();
        for (JsonValue pair : pairs) {
            if (pair instanceof JsonArray two
                    && two.items().size() == 2
                    && two.items().getFirst() instanceof JsonObject key
                    && two.items().getLast() instanceof JsonObject value) {
                JsonValue name = plain(key);
                object.put(
                        name instanceof JsonString text
                                ? text.value()
                                : JsonWriter.writeString(name),
                        plain(value));
            }
        }
        return object.build();
    }
}
