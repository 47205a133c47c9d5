package io.driftseal.rego.conformance;

import io.driftseal.rego.EngineOptions;
import io.driftseal.rego.EvaluationLimits;
import io.driftseal.rego.EvaluationOptions;
import io.driftseal.rego.EvaluationOutcome;
import io.driftseal.rego.PolicyBundle;
import io.driftseal.rego.PolicyRejectedException;
import io.driftseal.rego.RegoEngine;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs one case and compares as OPA's own test does. */
final class CaseRunner {

    private static final EvaluationLimits LIMITS =
            new EvaluationLimits(Duration.ofSeconds(20), 100_000_000, 1L << 30, 600);

    /** OPA's builtins and the one that OPA's own test program has besides them. */
    private static final EngineOptions OPTIONS =
            new EngineOptions(
                    Set.of(),
                    List.of(() -> Map.of("test.sleep", CaseRunner::sleep)),
                    EngineOptions.DEFAULT.clock(),
                    EngineOptions.DEFAULT.randomness());

    private CaseRunner() {}

    /** The cases say how long in milliseconds: {@code 10ms}. */
    private static RegoValue sleep(BuiltinContext context, RegoValue[] arguments) {
        String millis = Operand.string(arguments, 1).replace("ms", "");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis)));
        return RegoNull.NULL;
    }

    static Verdict run(ConformanceCase given) {
        if (given.hasEnvironment()) {
            return new Verdict.NotApplicable(Verdict.Reason.ENVIRONMENT);
        }
        if (!given.hasPlan()) {
            return new Verdict.Failed("not planned: " + given.compileError());
        }
        RegoEngine engine;
        try {
            engine = RegoEngine.load(PolicyBundle.of(given.plan(), given.data()), OPTIONS);
        } catch (PolicyRejectedException e) {
            return rejected(e);
        }
        EvaluationOptions how =
                EvaluationOptions.DEFAULT.withLimits(LIMITS).withStrictErrors(given.strict());
        String plan = engine.entryPoints().iterator().next();
        return compare(given, engine.query(plan, given.input(), how));
    }

    private static Verdict rejected(PolicyRejectedException rejection) {
        String problem = String.valueOf(rejection.getMessage());
        if (problem.contains("http.send") || problem.contains("net.lookup_ip_addr")) {
            return new Verdict.NotApplicable(Verdict.Reason.NETWORK);
        }
        if (problem.contains("opa.runtime")) {
            return new Verdict.NotApplicable(Verdict.Reason.ENVIRONMENT);
        }
        return new Verdict.Failed("not loaded: " + problem);
    }

    private static Verdict compare(ConformanceCase given, EvaluationOutcome outcome) {
        return switch (outcome) {
            case EvaluationOutcome.Failed failed -> error(given, failed);
            case EvaluationOutcome.Undefined _ -> result(given, RegoSet.EMPTY);
            case EvaluationOutcome.Defined defined -> result(given, (RegoSet) defined.value());
        };
    }

    private static Verdict error(ConformanceCase given, EvaluationOutcome.Failed failed) {
        String code = given.wantedErrorCode();
        String message = given.wantedError();
        if (code == null && message == null) {
            return new Verdict.Failed("unexpected " + failed.text());
        }
        if (failed.cause() != EvaluationOutcome.Cause.POLICY) {
            return new Verdict.Failed(failed.cause() + " " + failed.text());
        }
        if (code != null && !code.equals(failed.code())) {
            return new Verdict.Failed("wanted code " + code + " but got " + failed.text());
        }
        if (message != null && !failed.text().contains(message)) {
            return new Verdict.Failed("wanted '" + message + "' but got '" + failed.text() + "'");
        }
        return new Verdict.Passed();
    }

    private static Verdict result(ConformanceCase given, RegoSet results) {
        RegoSet wanted = given.wantedResult();
        if (wanted == null) {
            return new Verdict.Failed(
                    "wanted "
                            + given.wantedErrorCode()
                            + " '"
                            + given.wantedError()
                            + "' but got "
                            + results);
        }
        RegoSet.Builder got = RegoSet.builder();
        for (RegoValue bindings : results.toList()) {
            got.add(bindings((RegoObject) bindings, given.sortBindings()));
        }
        RegoSet answered = got.build();
        return answered.equals(wanted)
                ? new Verdict.Passed()
                : new Verdict.Failed("wanted " + wanted + " but got " + answered);
    }

    /** The query's own variables, as JSON has their values. */
    private static RegoValue bindings(RegoObject bindings, boolean sort) {
        RegoObject.Builder own = RegoObject.builder();
        bindings.forEach((name, value) -> {
            String text = ((RegoString) name).text();
            if (!text.startsWith("__local") && !text.startsWith("$")) {
                own.put(name, sort ? sorted(json(value)) : json(value));
            }
        });
        return own.build();
    }

    private static RegoValue json(RegoValue value) {
        try {
            return RegoJsonReader.read(RegoJsonWriter.writeBytes(value), JsonReading.AS_GO);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RegoValue sorted(RegoValue value) {
        if (!(value instanceof RegoArray array)) {
            return value;
        }
        List<RegoValue> items = new ArrayList<>(array.items());
        Collections.sort(items);
        return RegoArray.copyOf(items);
    }
}
