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
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.json.UnwritableNumberException;
import io.driftseal.rego.plan.Plan;
import io.driftseal.rego.plan.PlanReader;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Batches of random policies, evaluated by this engine and by {@code opa}, and what differs. */
final class FuzzRun {

    private static final String DATA = FuzzGrammar.text("data.json");
    private static final Limits LIMITS = new Limits(10_000_000_000L, 50_000_000, 1L << 30, 500);
    private static final int LINE_LENGTH = 10_000;
    private static final String UNDEFINED = "undefined";
    private static final String ERROR = "error";

    /** A difference, whole enough to be repeated by hand. */
    record Difference(long seed, String policy, String input, String ours, String theirs) {
        @Override
        public String toString() {
            return "seed %d\n%s\ninput %s\nours   %s\ntheirs %s"
                    .formatted(seed, policy, input, ours, theirs);
        }
    }

    /** What an evaluation answered and printed. */
    private record Answer(String value, List<String> printed) {}

    private final Path program;
    private final Path directory;
    private final UnaryOperator<String> planChange;
    private final BuiltinRegistry builtins;
    private final BuiltinRegistry builtinsAndCounters;
    private final BuiltinCounts calls = new BuiltinCounts();
    private final StatementCounts statements = new StatementCounts();
    private final List<Difference> differences = new ArrayList<>();
    private final Map<String, String> said = new LinkedHashMap<>();

    /** Lines of a policy that another one made it say, perhaps about an input of its own. */
    private final Set<String> saidForOthers = new HashSet<>();

    private long policies;
    private long evaluations;
    private long errors;
    private long printed;
    private long unanswered;

    /** A run over an engine that may be changed on purpose: its plans, or its builtins by name. */
    FuzzRun(
            Path program,
            Path directory,
            UnaryOperator<String> planChange,
            BiFunction<String, Builtin, Builtin> builtinChange)
            throws IOException {
        this.program = program;
        this.directory = Files.createDirectories(directory.resolve("policies"));
        this.planChange = planChange;
        this.builtins =
                BuiltinRegistry.of(calls.counted(StandardBuiltins.families(), builtinChange));
        List<BuiltinFamily> uncounted =
                new ArrayList<>(
                        new BuiltinCounts().counted(StandardBuiltins.families(), builtinChange));
        uncounted.add(statements);
        this.builtinsAndCounters = BuiltinRegistry.of(uncounted);
    }

    List<Difference> differences() {
        return differences;
    }

    BuiltinCounts calls() {
        return calls;
    }

    StatementCounts statements() {
        return statements;
    }

    /** How much was done, in a sentence. */
    String summary() {
        return "%d policies, %d evaluations, %d of them errors, %d printed lines, %d differences, %d without an answer of opa"
                .formatted(policies, evaluations, errors, printed, differences.size(), unanswered);
    }

    /** Batches that ended at a question for which OPA found no end. */
    long unanswered() {
        return unanswered;
    }

    /** One batch; everything in it follows from the seed. Every fourth is written in old Rego. */
    void batch(long seed, int policyCount, int inputCount) throws Exception {
        FuzzPolicies generator = new FuzzPolicies(seed, FuzzPolicies.Dialect.of(seed));
        Map<Integer, String> modules = new TreeMap<>();
        for (int i = 0; i < policyCount; i++) {
            modules.put(i, generator.policy(i));
        }
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < inputCount; i++) {
            inputs.add(generator.input(i));
        }
        compare(modules, inputs, seed);
    }

    /**
     * Compares the answers of modules {@code fuzz.pN} that are given.
     *
     * @param seed where they come from; every fourth stands for old Rego
     */
    void compare(Map<Integer, String> modules, List<String> inputs, long seed) throws Exception {
        OpaOracle oracle =
                new OpaOracle(program, directory, FuzzPolicies.Dialect.of(seed).options());
        PolicyBundle bundle = PolicyBundle.readArchive(oracle.build(modules, DATA));
        String json = planChange.apply(new String(bundle.planJson(), StandardCharsets.UTF_8));
        Plan plan = PlanReader.read(json.getBytes(StandardCharsets.UTF_8));
        Program plain = Program.compile(plan, builtins);
        Program counting = Program.compile(statements.counted(plan), builtinsAndCounters);
        policies += modules.size();
        Map<String, Difference> toPrint = new LinkedHashMap<>();
        try (OpaServer server = oracle.serve()) {
            for (int i = 0; i < inputs.size(); i++) {
                String input = inputs.get(i);
                for (Map.Entry<Integer, String> module : modules.entrySet()) {
                    int number = module.getKey();
                    String theirs;
                    try {
                        theirs = theirs(server.evaluate("fuzz/p" + number, input));
                    } catch (OpaServer.NoAnswerException e) {
                        unanswered++;
                        System.out.printf(
                                "no answer of opa, seed %d:%n%s%ninput %s%n",
                                seed, module.getValue(), input);
                        said.clear();
                        saidForOthers.clear();
                        return;
                    }
                    Answer ours = evaluate(plain, number, input, bundle.data());
                    Answer again = evaluate(counting, number, input, bundle.data());
                    evaluations++;
                    if (theirs.equals(ERROR)) {
                        errors++;
                    }
                    String answered =
                            ours.equals(again)
                                    ? ours.value()
                                    : ours.value() + " and, counting, " + again.value();
                    var compared = new Difference(seed, module.getValue(), input, answered, theirs);
                    if (!answered.equals(theirs)) {
                        differences.add(compared);
                    } else if (!theirs.equals(ERROR)) {
                        toPrint.put("@" + number + " " + i + " ", compared);
                        compareLater(ours.printed(), "@" + number + " " + i + " ");
                    }
                }
            }
            comparePrinted(server.printed(), toPrint);
            saidForOthers.clear();
        }
    }

    /** The one line of an evaluation that every policy prints once. */
    private void compareLater(List<String> lines, String mark) {
        for (String each : lines) {
            String line = new String(RegoString.of(each).utf8(), StandardCharsets.UTF_8);
            if (line.startsWith(mark)) {
                said.put(mark, line);
            } else {
                saidForOthers.add(line);
            }
        }
    }

    private void comparePrinted(List<String> lines, Map<String, Difference> evaluated) {
        for (Map.Entry<String, Difference> one : evaluated.entrySet()) {
            String mark = one.getKey();
            String ours = said.remove(mark);
            // Again for every policy that goes through the package; here lines are cut.
            List<String> theirs =
                    lines.stream()
                            .filter(line -> line.startsWith(mark))
                            .map(line -> line.substring(0, Math.min(line.length(), LINE_LENGTH)))
                            .distinct()
                            .filter(line -> line.equals(ours) || !saidForOthers.contains(line))
                            .toList();
            Difference context = one.getValue();
            printed++;
            if (!theirs.equals(ours == null ? List.of() : List.of(ours))) {
                differences.add(
                        new Difference(
                                context.seed(),
                                context.policy(),
                                context.input(),
                                "printed " + ours,
                                "printed " + theirs));
            }
        }
    }

    private static String theirs(RegoObject document) throws MalformedJsonException {
        if (document.get("code") != null) {
            return ERROR;
        }
        RegoValue result = document.get("result");
        return result == null ? UNDEFINED : result.toString();
    }

    private static Answer evaluate(Program program, int number, String input, RegoObject data)
            throws MalformedJsonException {
        RegoValue document =
                RegoJsonReader.read(input.getBytes(StandardCharsets.UTF_8), JsonReading.AS_GO);
        Evaluation evaluation =
                new Evaluation(
                        LIMITS,
                        false,
                        new Nondeterminism(
                                () -> 1_800_000_000_000_000_000L,
                                () -> new Random(0),
                                RegoObject.EMPTY),
                        () -> false);
        String answered;
        try {
            RegoSet results = program.run("fuzz/p" + number, document, data, evaluation);
            answered = results.isEmpty() ? UNDEFINED : result(results);
        } catch (EvaluationFailedException | UnwritableNumberException failed) {
            answered = ERROR;
        } catch (EvaluationStoppedException stopped) {
            answered = "stopped: " + stopped.reason();
        } catch (RuntimeException fault) {
            answered = "fault: " + fault;
        }
        return new Answer(answered, evaluation.printed());
    }

    /** As JSON and back: sets are arrays then, as in what opa answers. */
    private static String result(RegoSet results) throws MalformedJsonException {
        RegoValue value = requireNonNull(((RegoObject) results.elementAt(0)).get("result"));
        return RegoJsonReader.read(RegoJsonWriter.writeBytes(value), JsonReading.AS_GO).toString();
    }
}
