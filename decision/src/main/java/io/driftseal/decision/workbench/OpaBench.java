package io.driftseal.decision.workbench;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.OpaCommand;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One question with one input in the OPA program, over policies as a service hands them to it. */
final class OpaBench {

    private static final JsonLimits LIMITS = new JsonLimits(8 * 1024 * 1024, 128, 1_000_000);
    private static final String POLICIES = "policies";
    private static final String INPUT = "input.json";
    private static final String TIMER = "histogram_timer_rego_query_eval_ns_";

    private final OpaCommand opa;
    private final String query;

    /** Writes policies and input into a directory of its own. */
    OpaBench(Path program, Path work, PolicyBundle bundle, EntryPoint question, JsonObject input)
            throws EngineStartException {
        this.opa = new OpaCommand(program.toAbsolutePath(), work);
        this.query = "data." + question.rulePath().replace('/', '.');
        try {
            bundle.writeTo(work.resolve(POLICIES));
            Files.write(work.resolve(INPUT), JsonWriter.write(input));
        } catch (IOException e) {
            throw new EngineStartException("policies cannot be copied to be measured", e);
        }
    }

    /** What it answers; empty where the rule is undefined. */
    Optional<JsonValue> answer() throws EngineStartException {
        OpaCommand.Result result =
                opa.run(
                        "eval",
                        "--format",
                        "json",
                        "--strict-builtin-errors",
                        "--bundle",
                        POLICIES,
                        "--input",
                        INPUT,
                        query);
        JsonObject document = read(result);
        if (result.exitCode() != 0) {
            String said =
                    document.objects("errors").stream()
                            .findFirst()
                            .flatMap(error -> error.string("message"))
                            .orElse("it does not say why");
            throw new EngineStartException("opa has no answer to this input: " + said);
        }
        return document.objects("result").stream()
                .flatMap(one -> one.objects("expressions").stream())
                .findFirst()
                .flatMap(expression -> expression.find("value"));
    }

    /** Lets it measure itself, for about a second. */
    EngineFigures measure() throws EngineStartException {
        JsonObject document =
                read(
                        opa.run(
                                "bench",
                                "--format",
                                "json",
                                "--bundle",
                                POLICIES,
                                "--input",
                                INPUT,
                                query));
        long count = number(document, "N");
        if (count == 0) {
            throw new EngineStartException("opa bench measured nothing");
        }
        JsonObject times = document.object("Extra");
        return new EngineFigures(
                count,
                Duration.ofNanos(number(document, "T") / count),
                Duration.ofNanos(number(times, TIMER + "median")),
                Duration.ofNanos(number(times, TIMER + "99%")),
                Optional.empty(),
                number(document, "MemBytes") / count);
    }

    private static long number(JsonObject object, String name) {
        return object.number(name).map(value -> value.decimal().longValue()).orElse(0L);
    }

    private static JsonObject read(OpaCommand.Result result) throws EngineStartException {
        try {
            return JsonReader.readObject(result.output().getBytes(StandardCharsets.UTF_8), LIMITS);
        } catch (MalformedJsonException e) {
            throw new EngineStartException(
                    "opa answered no JSON: "
                            + result.output().lines().findFirst().orElse("(no output)"),
                    e);
        }
    }
}
