package io.driftseal.rego;

import static java.util.Objects.requireNonNull;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.BuiltinRegistry;
import io.driftseal.rego.builtin.EvaluationStoppedException;
import io.driftseal.rego.evaluation.Evaluation;
import io.driftseal.rego.evaluation.EvaluationFailedException;
import io.driftseal.rego.evaluation.Limits;
import io.driftseal.rego.evaluation.Nondeterminism;
import io.driftseal.rego.evaluation.Program;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.plan.PlanReader;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Batches of random policies, evaluated by this engine and by {@code opa}, and what differs. */
final class FuzzRun {

    private static final int POLICIES = 60;
    private static final int INPUTS = 4;
    private static final String DATA =
            "{\"d\": {\"l\": [1, \"a\", [2]], \"m\": {\"k\": \"v\", \"a\": 7}}}";
    private static final Pattern STATEMENT = Pattern.compile("\"type\":\\s*\"(\\w+Stmt)\"");
    private static final String UNDEFINED = "undefined";
    private static final String ERROR = "error";

    /** A difference, whole enough to be repeated by hand. */
    record Difference(long seed, String policy, String input, String ours, String theirs) {
        @Override
        public String toString() {
            return "seed "
                    + seed
                    + "\n"
                    + policy
                    + "\ninput "
                    + input
                    + "\nours   "
                    + ours
                    + "\ntheirs "
                    + theirs;
        }
    }

    private final OpaOracle oracle;
    private final UnaryOperator<String> planChange;
    private final BiFunction<String, Builtin, Builtin> builtinChange;
    private final Map<String, Long> reached = new TreeMap<>();
    private final Map<String, Long> statements = new TreeMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private long evaluations;

    /** A run over an engine that may be changed on purpose: its plans, or its builtins by name. */
    FuzzRun(
            Path program,
            Path directory,
            UnaryOperator<String> planChange,
            BiFunction<String, Builtin, Builtin> builtinChange)
            throws java.io.IOException {
        this.oracle =
                new OpaOracle(program, Files.createDirectories(directory.resolve("policies")));
        this.planChange = planChange;
        this.builtinChange = builtinChange;
    }

    List<Difference> differences() {
        return differences;
    }

    /** Calls per builtin. */
    Map<String, Long> reached() {
        return reached;
    }

    /** Statements per kind in the plans that were run. */
    Map<String, Long> statements() {
        return statements;
    }

    long evaluations() {
        return evaluations;
    }

    /** One batch; everything in it follows from the seed. */
    void batch(long seed) throws Exception {
        BuiltinRegistry builtins = registry();
        FuzzPolicies generator = new FuzzPolicies(seed, builtins.names());
        Map<Integer, String> policies = new TreeMap<>();
        for (int i = 0; i < POLICIES; i++) {
            policies.put(i, generator.policy(i));
        }
        PolicyBundle bundle = PolicyBundle.readArchive(oracle.build(policies, DATA));
        String plan = new String(bundle.planJson(), StandardCharsets.UTF_8);
        Matcher kinds = STATEMENT.matcher(plan);
        while (kinds.find()) {
            statements.merge(kinds.group(1), (long) INPUTS, Long::sum);
        }
        byte[] changed = planChange.apply(plan).getBytes(StandardCharsets.UTF_8);
        Program program = Program.compile(PlanReader.read(changed), builtins);
        for (int i = 0; i < INPUTS; i++) {
            String input = generator.input();
            Map<Integer, String> failed = new HashMap<>();
            Map<Integer, RegoValue> theirs = oracle.evaluate(policies, input, failed);
            for (Map.Entry<Integer, String> policy : policies.entrySet()) {
                RegoValue value = theirs.get(policy.getKey());
                String expected =
                        failed.containsKey(policy.getKey())
                                ? ERROR
                                : value == null ? UNDEFINED : value.toString();
                String ours = evaluate(program, policy.getKey(), input, bundle.data());
                evaluations++;
                if (!ours.equals(expected)) {
                    differences.add(new Difference(seed, policy.getValue(), input, ours, expected));
                }
            }
        }
    }

    private static String evaluate(Program program, int number, String input, RegoObject data)
            throws Exception {
        RegoValue document =
                RegoJsonReader.read(input.getBytes(StandardCharsets.UTF_8), JsonReading.AS_GO);
        Evaluation evaluation =
                new Evaluation(
                        new Limits(10_000_000_000L, 50_000_000, 1L << 30, 500),
                        false,
                        new Nondeterminism(() -> 0, () -> new Random(0), RegoObject.EMPTY),
                        () -> false);
        try {
            RegoSet results = program.run("fuzz/p" + number, document, data, evaluation);
            if (results.isEmpty()) {
                return UNDEFINED;
            }
            RegoValue value = requireNonNull(((RegoObject) results.elementAt(0)).get("result"));
            // As JSON and back: sets are arrays then, as in what opa prints.
            return RegoJsonReader.read(RegoJsonWriter.writeBytes(value), JsonReading.AS_GO)
                    .toString();
        } catch (EvaluationFailedException failed) {
            return ERROR;
        } catch (EvaluationStoppedException stopped) {
            return "stopped: " + stopped.reason();
        } catch (RuntimeException fault) {
            return "fault: " + fault;
        }
    }

    private BuiltinRegistry registry() {
        List<BuiltinFamily> families = new ArrayList<>();
        for (BuiltinFamily family : StandardBuiltins.families()) {
            Map<String, Builtin> wrapped = new HashMap<>();
            family.builtins().forEach((name, builtin) -> wrapped.put(name, counted(name, builtin)));
            families.add(() -> wrapped);
        }
        return BuiltinRegistry.of(families);
    }

    private Builtin counted(String name, Builtin builtin) {
        Builtin changed = builtinChange.apply(name, builtin);
        reached.putIfAbsent(name, 0L);
        return (context, arguments) -> {
            reached.merge(name, 1L, Long::sum);
            return changed.call(context, arguments);
        };
    }
}
