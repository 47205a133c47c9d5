package io.driftseal.testsupport.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus.State;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.PolicyVerdict;
import io.driftseal.decision.bundle.CompiledPolicies;
import io.driftseal.decision.bundle.OpaCommand;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCompiler;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.decision.ir.EmbeddedEngine;
import io.driftseal.decision.opa.OpaProcessEngine;
import io.driftseal.decision.wasm.WasmEngine;
import io.driftseal.decision.workbench.ExampleInput;
import io.driftseal.testsupport.ProgramLocator;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-ins that modules are lent: which, and that they answer as everywhere else. */
final class LentBuiltinsTest {

    private static final EvaluationBounds BOUNDS =
            new EvaluationBounds(Duration.ofSeconds(30), 1, Duration.ofSeconds(30));

    private static final String TOKEN =
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l"
                    + "IiwiYWRtaW4iOnRydWUsImlhdCI6MTUxNjIzOTAyMn0."
                    + "KMUFsIDTnFmyG3nMiGM6H9FNFUROf3wh7SmqJp-QV30";

    /** They treat a set as a list, or read a value out of a text, which has no sets. */
    private static final Set<String> BY_NAME =
            Set.of(
                    "sprintf",
                    "semver.is_valid",
                    "strings.any_prefix_match",
                    "strings.any_suffix_match",
                    "io.jwt.decode",
                    "uuid.parse",
                    "yaml.unmarshal");

    /** Nobody would keep what it says. */
    private static final Set<String> WITHHELD = Set.of("trace");

    /** Calls by built-in. */
    private static Map<String, List<String>> calls() {
        Map<String, List<String>> calls = new TreeMap<>(TokenCalls.all());
        calls.put("base64url.encode_no_pad", List.of("(\"a?>é\")"));
        calls.put("crypto.hmac.equal", List.of("(\"ab\", \"ab\")", "(\"ab\", \"ac\")"));
        for (String hash : List.of("md5", "sha1", "sha256", "sha512")) {
            calls.put("crypto.hmac." + hash, List.of("(\"té\", \"key\")"));
        }
        for (String hash : List.of("md5", "sha1", "sha256")) {
            calls.put("crypto." + hash, List.of("(\"té\")"));
        }
        calls.put("glob.quote_meta", List.of("(\"*.example.com\")"));
        calls.put("hex.decode", List.of("(\"c3a9\")"));
        calls.put("hex.encode", List.of("(\"é\")"));
        calls.put("indexof_n", List.of("(\"banana\", \"an\")", "(\"banana\", \"x\")"));
        calls.put("io.jwt.decode", List.of("(\"" + TOKEN + "\")"));
        calls.put("net.cidr_is_valid", List.of("(\"10.0.0.0/8\")", "(\"10.0.0.0/99\")"));
        calls.put("numbers.range_step", List.of("(1, 10, 3)", "(10, 1, 4)"));
        calls.put("regex.find_n", List.of("(\"a.\", \"abacad\", 2)", "(\"a.\", \"abacad\", -1)"));
        calls.put("regex.globs_match", List.of("(\"a.a.[0-9]+\", \"a.b.[0-9]+z\")"));
        calls.put("regex.replace", List.of("(\"é€\", \"é(.)\", \"<$1>\")"));
        calls.put("regex.split", List.of("(\"a/b//c\", \"/\")", "(\"/\", \"a/b//c\")"));
        calls.put("regex.template_match", List.of("(\"urn:{.*}\", \"urn:x\", \"{\", \"}\")"));
        calls.put("semver.compare", List.of("(\"1.10.0\", \"1.9.0\")"));
        calls.put("semver.is_valid", List.of("(\"1.2.3\")", "(7)", "({\"1.2.3\"})"));
        calls.put("sprintf", List.of("(\"%d %s %v\", [1099511627776, \"é\", {\"a\": [1.5]}])"));
        for (String end : List.of("prefix", "suffix")) {
            calls.put(
                    "strings.any_" + end + "_match",
                    List.of("({\"aXa\", \"b\"}, {\"a\", \"c\"})", "([\"x\"], \"a\")"));
        }
        calls.put("strings.count", List.of("(\"cheese\", \"e\")"));
        calls.put("strings.split_n", List.of("(\"a/b/c\", \"/\", 2)"));
        String time = "1796000000123456789";
        calls.put("time.add_date", List.of("(" + time + ", 1, 2, 3)"));
        for (String part : List.of("clock", "date", "weekday", "format")) {
            calls.put(
                    "time." + part,
                    List.of("(" + time + ")", "([" + time + ", \"Europe/Berlin\"])"));
        }
        calls.put("time.diff", List.of("(" + time + ", 1700000000000000000)"));
        calls.put("time.parse_duration_ns", List.of("(\"1h30m\")"));
        calls.put("time.parse_ns", List.of("(\"2006-01-02\", \"2026-11-27\")"));
        calls.put("time.parse_rfc3339_ns", List.of("(\"2026-11-27T08:09:10.123456789Z\")"));
        calls.put("units.parse", List.of("(\"100m\")", "(\"2Gi\")"));
        calls.put("units.parse_bytes", List.of("(\"1.5GiB\")"));
        calls.put("uri.is_valid", List.of("(\"https://example.com/a?b=c\")"));
        calls.put("uri.parse", List.of("(\"https://u@example.com:8443/a?b=c#d\")"));
        calls.put("urlquery.decode", List.of("(\"a%20b%3D\")"));
        calls.put("urlquery.decode_object", List.of("(\"a=1&a=2&b=%C3%A9\")"));
        calls.put("urlquery.encode", List.of("(\"a b=é\")"));
        calls.put("uuid.parse", List.of("(\"00000000-0000-7000-8000-000000000001\")"));
        calls.put("yaml.is_valid", List.of("(\"a: [1\")", "(\"a: [1]\")"));
        calls.put("yaml.unmarshal", List.of("(\"a: [1, 2.5, ~, é]\\n1: x\")"));
        return calls;
    }

    @TempDir private Path directory;

    @Test
    void everyOneAnswersAsTheOtherEngines() throws Exception {
        Map<String, List<String>> calls = calls();
        assertThat(calls.keySet()).isEqualTo(lent());
        String values =
                calls.entrySet().stream()
                        .map(row ->
                                "\t\"%s\": [%s],\n"
                                        .formatted(
                                                row.getKey(),
                                                row.getValue().stream()
                                                        .map(call -> row.getKey() + call)
                                                        .collect(Collectors.joining(", "))))
                        .collect(Collectors.joining());
        Path policies = policies("decision := {\n" + values + "}\n");

        try (WasmEngine wasm = wasm(policies);
                PolicyEngine embedded = embedded(policies);
                PolicyEngine process =
                        OpaProcessEngine.start(opa(), PolicyBundle.read(policies), BOUNDS)) {
            Map<String, JsonValue> ours = answer(wasm);
            Map<String, JsonValue> theirs = answer(embedded);
            Map<String, JsonValue> opas = answer(process);

            assertThat(ours.keySet()).isEqualTo(calls.keySet());
            calls.keySet()
                    .forEach(name -> {
                        assertThat(ours.get(name)).as(name).isEqualTo(theirs.get(name));
                        assertThat(ours.get(name)).as(name).isEqualTo(opas.get(name));
                    });
        }
    }

    @Test
    void whatHasNoValueIsUndefinedAndAnErrorEndsTheEvaluation() throws Exception {
        Path policies =
                policies(
                        """
                        decision := {"undefined": true} if {
                        	input.row == "undefined"
                        	not uuid.parse("no")
                        }

                        decision := {"time": time.parse_rfc3339_ns(input.row)} if input.row == "error"

                        decision := {"count": count(numbers.range_step(1, 1000000000, 2))} if {
                        	input.row == "memory"
                        }
                        """);
        try (WasmEngine wasm = wasm(policies);
                PolicyEngine embedded = embedded(policies)) {
            for (PolicyEngine engine : List.of(wasm, embedded)) {
                assertThat(((Evaluation.Answered) ask(engine, "undefined")).document())
                        .isEqualTo(JsonObject.of("undefined", JsonValue.of(true)));
                assertThat(((Evaluation.Indeterminate) ask(engine, "error")).cause())
                        .isEqualTo(Cause.SERVER_ERROR);
            }
            assertThat(((Evaluation.Indeterminate) ask(wasm, "memory")).cause())
                    .isEqualTo(Cause.SERVER_ERROR);
            assertThat(ask(wasm, "undefined")).isInstanceOf(Evaluation.Answered.class);
            assertThat(wasm.status().state()).isEqualTo(State.READY);
        }
    }

    @Test
    void theShippedPoliciesDecideAsInTheEmbeddedEngine() throws Exception {
        Path shipped = Path.of("../policies/rego").toAbsolutePath().normalize();
        try (WasmEngine wasm = wasm(shipped);
                PolicyEngine embedded = embedded(shipped)) {
            for (EntryPoint question : EntryPoint.values()) {
                JsonObject input = ExampleInput.of(question);
                Evaluation ours = wasm.evaluate(question, input);
                Evaluation theirs = embedded.evaluate(question, input);
                // Modules list what is a set in an order of their own
                assertThat(PolicyVerdict.of(question, ours))
                        .as(question.wireName())
                        .isEqualTo(PolicyVerdict.of(question, theirs));
                assertThat(theirs).isInstanceOf(Evaluation.Answered.class);
            }
        }
    }

    /**
     * Both ways: nothing is lent through which a set may go, and nothing held back without need.
     */
    @Test
    void thoseAreLentThroughWhichNoSetGoes() throws Exception {
        OpaCommand.Result result =
                new OpaCommand(opa(), directory, 8 * 1024 * 1024).run("capabilities", "--current");
        JsonObject all =
                JsonReader.readObject(result.output().getBytes(UTF_8), JsonLimits.objectList());
        Set<String> expected = new TreeSet<>(BY_NAME);
        Set<String> inModules = names("builtins.txt");
        for (JsonObject builtin : all.objects("builtins")) {
            String name = builtin.string("name").orElseThrow();
            boolean deterministic = !builtin.bool("nondeterministic").orElse(false);
            JsonObject declared = builtin.object("decl");
            boolean setless =
                    declared.objects("args").stream().allMatch(LentBuiltinsTest::isSetless)
                            && isSetless(declared.object("result"));
            if (deterministic && setless && !inModules.contains(name)) {
                expected.add(name);
            }
        }
        expected.removeAll(WITHHELD);

        assertThat(lent()).isEqualTo(expected);
    }

    private static boolean isSetless(JsonObject type) {
        return switch (type.string("type").orElse("")) {
            case "string", "number", "boolean", "null" -> true;
            case "array" ->
                    (!type.has("dynamic") || isSetless(type.object("dynamic")))
                            && type.objects("static").stream()
                                    .allMatch(LentBuiltinsTest::isSetless);
            case "object" ->
                    type.objects("static").isEmpty()
                            && type.string("dynamic", "key", "type").equals(Optional.of("string"))
                            && isSetless(type.object("dynamic").object("value"));
            case "any" ->
                    !type.objects("of").isEmpty()
                            && type.objects("of").stream().allMatch(LentBuiltinsTest::isSetless);
            default -> false;
        };
    }

    private static Set<String> lent() throws Exception {
        return names("lent.txt");
    }

    private static Set<String> names(String resource) throws Exception {
        try (InputStream names = WasmEngine.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(names).readAllBytes(), UTF_8)
                    .lines()
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Map<String, JsonValue> answer(PolicyEngine engine) {
        Evaluation evaluation = ask(engine, "all");
        assertThat(evaluation).isInstanceOf(Evaluation.Answered.class);
        return ((Evaluation.Answered) evaluation).document().members();
    }

    private static Evaluation ask(PolicyEngine engine, String row) {
        return engine.evaluate(EntryPoint.ACCESS, JsonObject.of("row", JsonValue.of(row)));
    }

    private Path policies(String rules) throws Exception {
        Path policies = Files.createDirectory(directory.resolve("policies"));
        RegoEngineContract.writePolicies(policies);
        Files.writeString(policies.resolve("access.rego"), "package driftseal.access\n\n" + rules);
        return policies;
    }

    private static WasmEngine wasm(Path policies) throws Exception {
        var compiler = new PolicyCompiler(opa(), WasmEngine.TARGET, CompiledPolicies.NOWHERE);
        return WasmEngine.load(PolicyBundle.read(policies), compiler, BOUNDS);
    }

    private static PolicyEngine embedded(Path policies) throws Exception {
        var compiler = new PolicyCompiler(opa(), EmbeddedEngine.TARGET, CompiledPolicies.NOWHERE);
        return EmbeddedEngine.load(PolicyBundle.read(policies), compiler, BOUNDS);
    }

    private static Path opa() {
        return ProgramLocator.ofProcess().locate("opa");
    }
}
