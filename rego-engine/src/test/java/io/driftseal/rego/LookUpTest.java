package io.driftseal.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.rego.builtin.net.NetworkBuiltins;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code net.lookup_ip_addr} where an operator switches it on, here and in {@code opa}. */
class LookUpTest {

    @TempDir Path directory;

    @Test
    void names_are_looked_up_as_in_opa() throws Exception {
        Map<Integer, String> policies = new TreeMap<>();
        for (String name : List.of("localhost", "127.0.0.1", "::1", "not-there.invalid", "")) {
            policies.put(
                    policies.size(),
                    "package fuzz.p%d%n%nanswer := net.lookup_ip_addr(\"%s\")%n"
                            .formatted(policies.size(), name));
        }
        OpaOracle oracle =
                new OpaOracle(
                        OpaOracle.program().orElseThrow(),
                        Files.createDirectories(directory.resolve("policies")),
                        List.of());
        RegoEngine engine =
                RegoEngine.load(
                        PolicyBundle.readArchive(oracle.build(policies, "{}", "/answer")),
                        new EngineOptions(
                                Set.of("net.lookup_ip_addr"),
                                List.of(new NetworkBuiltins(Duration.ofSeconds(30), 64 << 10)),
                                Clock.systemUTC(),
                                SecureRandom::new));
        try (OpaServer server = oracle.serve()) {
            for (int number : policies.keySet()) {
                String path = "fuzz/p" + number + "/answer";
                RegoValue theirs = server.evaluate(path, "null").get("result");
                EvaluationOutcome outcome =
                        engine.evaluate(
                                path,
                                null,
                                EvaluationOptions.DEFAULT.withLimits(
                                        new EvaluationLimits(
                                                Duration.ofMinutes(1), 100_000_000, 1 << 28, 600)));
                String ours =
                        outcome instanceof EvaluationOutcome.Defined defined
                                ? RegoJsonReader.read(
                                                RegoJsonWriter.writeBytes(defined.value()),
                                                JsonReading.AS_GO)
                                        .toString()
                                : "null";
                assertThat(ours).as(policies.get(number)).isEqualTo(String.valueOf(theirs));
            }
        }
    }
}
