package io.driftseal.bench.engines;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.OpaCommand;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * OPA's own measure of itself, {@code opa bench}: the query prepared and the input parsed before it
 * begins, so that neither is in the figure.
 */
final class NativeOpa {

    private static final JsonLimits LIMITS = new JsonLimits(1024 * 1024, 16, 10_000);
    private static final String HISTOGRAM = "histogram_timer_rego_query_eval_ns_";

    private final Path program;

    NativeOpa(Path program) {
        this.program = program;
    }

    /**
     * @param micros of one evaluation, of one after another
     * @param medianMicros of the evaluation alone
     * @param bytes allocated in each
     */
    record Figures(double micros, double medianMicros, double lateMicros, double bytes) {}

    Figures measure(PolicyBundle policies, JsonObject input)
            throws IOException, EngineStartException, MalformedJsonException {
        Path directory = Files.createTempDirectory("driftseal-bench-opa-");
        try {
            policies.writeTo(directory.resolve("policies"));
            Files.write(directory.resolve("input.json"), JsonWriter.write(input));
            OpaCommand.Result result =
                    new OpaCommand(program, directory)
                            .run(
                                    "bench",
                                    "--data",
                                    "policies",
                                    "--ignore",
                                    PolicyBundle.SCHEMA_DIRECTORY,
                                    "--input",
                                    "input.json",
                                    "--benchmem",
                                    "--format",
                                    "json",
                                    "data." + EntryPoint.ADMISSION.rulePath().replace('/', '.'));
            return read(result.output());
        } finally {
            PolicyBundle.delete(directory);
        }
    }

    private static Figures read(String output) throws MalformedJsonException {
        JsonObject all = JsonReader.readObject(output.getBytes(StandardCharsets.UTF_8), LIMITS);
        double count = number(all, "N");
        JsonObject extra = all.object("Extra");
        return new Figures(
                number(all, "T") / count / 1000,
                number(extra, HISTOGRAM + "median") / 1000,
                number(extra, HISTOGRAM + "99%") / 1000,
                number(all, "MemBytes") / count);
    }

    private static double number(JsonObject in, String name) {
        return in.number(name).map(JsonNumber::literal).map(Double::parseDouble).orElse(0.0);
    }
}
