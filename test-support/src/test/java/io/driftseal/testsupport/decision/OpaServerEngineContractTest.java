package io.driftseal.testsupport.decision;

import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.decision.server.OpaServerEngine;
import io.driftseal.decision.server.PolicyServer;
import io.driftseal.decision.server.ServerRevision;
import io.driftseal.workload.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * An OPA server of others keeps the contract: over TLS, with a token without which it answers
 * nobody.
 */
final class OpaServerEngineContractTest extends RegoEngineContract {

    private static final String ONLY_US =
            """
            package system.authz

            default allow := false

            allow if input.identity == "who-we-are"
            """;

    @TempDir private static Path directory;

    private static ServerIdentity identity;

    @BeforeAll
    static void issue() throws Exception {
        identity = ServerIdentity.issue(directory);
        Files.writeString(directory.resolve("token"), "who-we-are\n");
        Files.writeString(directory.resolve("authz.rego"), ONLY_US);
    }

    @Override
    protected PolicyEngine start(Path policies, EvaluationBounds bounds) throws Exception {
        Path work = Files.createTempDirectory(directory, "server-");
        List<String> options = List.of("--authentication=token", "--authorization=basic");
        ServedPolicies served =
                ServedPolicies.start(
                        work,
                        PolicyBundle.read(policies),
                        "2026-11-27",
                        identity.serving(options),
                        List.of(directory.resolve("authz.rego")));
        var server =
                new PolicyServer(
                        served.https(),
                        Optional.of(identity.trust()),
                        Optional.of(directory.resolve("token")),
                        new ServerRevision.Expected("2026-11-27"));
        return new Owned(OpaServerEngine.connect(server, bounds), served);
    }

    /** With the server that belongs to it in this test. */
    private record Owned(PolicyEngine engine, ServedPolicies served) implements PolicyEngine {
        @Override
        public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
            return engine.evaluate(entryPoint, input);
        }

        @Override
        public EngineStatus status() {
            return engine.status();
        }

        @Override
        public void close() {
            engine.close();
            served.close();
        }
    }
}
