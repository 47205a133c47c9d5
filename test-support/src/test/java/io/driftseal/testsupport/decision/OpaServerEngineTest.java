package io.driftseal.testsupport.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus.State;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.decision.server.OpaServerEngine;
import io.driftseal.decision.server.PolicyServer;
import io.driftseal.decision.server.ServerRevision;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is believed to be the server, and what becomes of one that dies, on a real one. */
final class OpaServerEngineTest {

    private static final JsonObject INPUT = JsonObject.of("name", JsonValue.of("x"));

    @TempDir private Path directory;

    @Test
    void whoIsNotTheServerThatWasCalledIsNotAsked() throws Exception {
        // Given
        ServerIdentity identity = ServerIdentity.issue(directory.resolve("one"));
        ServerIdentity other = ServerIdentity.issue(directory.resolve("two"));
        try (ServedPolicies served = serve(identity.askingForCertificates())) {
            URI byAddress = URI.create("https://127.0.0.1:" + served.https().getPort());
            // When, Then: another authority, another name, no certificate of ours, all as agreed
            assertThat(state(served.https(), other.trustAndCertificate()))
                    .isEqualTo(State.UNREACHABLE);
            assertThat(state(byAddress, identity.trustAndCertificate()))
                    .isEqualTo(State.UNREACHABLE);
            assertThat(state(served.https(), identity.trust())).isEqualTo(State.UNREACHABLE);
            assertThat(state(served.https(), identity.trustAndCertificate()))
                    .isEqualTo(State.READY);
        }
    }

    @Test
    void aServerThatDiesIsDownUntilItIsBackWithWhatItHasThen() throws Exception {
        // Given
        try (ServedPolicies served = serve(List.of());
                OpaServerEngine engine = connect(served.http(), Optional.empty())) {
            Evaluation before = engine.evaluate(EntryPoint.ADMISSION, INPUT);
            // When
            served.end();
            while (engine.status().state() != State.UNREACHABLE) {
                Evaluation during = engine.evaluate(EntryPoint.ADMISSION, INPUT);
                assertThat(((Evaluation.Indeterminate) during).cause())
                        .isEqualTo(Cause.ENGINE_DOWN);
            }
            served.startAgain(policies(), "r-2");
            while (!engine.status().ready()) {
                Thread.onSpinWait();
            }
            // Then
            Evaluation after = engine.evaluate(EntryPoint.ADMISSION, INPUT);
            assertThat(List.of(before, after)).hasOnlyElementsOfType(Evaluation.Answered.class);
            assertThat(before.bundleRevision()).isEqualTo("server:r-1");
            assertThat(after.bundleRevision()).isEqualTo("server:r-2");
        }
    }

    private static State state(URI url, SSLSocketFactory tls) throws Exception {
        try (OpaServerEngine engine = connect(url, Optional.of(tls))) {
            return engine.status().state();
        }
    }

    private static OpaServerEngine connect(URI url, Optional<SSLSocketFactory> tls)
            throws Exception {
        var server = new PolicyServer(url, tls, Optional.empty(), new ServerRevision.Said());
        return OpaServerEngine.connect(server, EvaluationBounds.elsewhere());
    }

    private ServedPolicies serve(List<String> options) throws Exception {
        Path work = Files.createTempDirectory(directory, "server-");
        return ServedPolicies.start(work, policies(), "r-1", options, List.of());
    }

    private PolicyBundle policies() throws Exception {
        Path sources = directory.resolve("policies");
        Files.createDirectories(sources);
        RegoEngineContract.writePolicies(sources);
        return PolicyBundle.read(sources);
    }
}
