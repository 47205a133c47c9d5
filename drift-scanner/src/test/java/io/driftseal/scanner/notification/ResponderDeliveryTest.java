package io.driftseal.scanner.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordType;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.incident.OutboxMessage.PlanDispatch;
import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.certificate.PrivateFiles;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.MutualTlsServer;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRoute;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponderDeliveryTest {

    private static final ResponsePlan PLAN =
            new ResponsePlan(
                    "pln-0193578c-7a10-7c3f-9d4e-2b6f5a1c8e90",
                    Incidents.identifier(1),
                    Incidents.OPENED,
                    new WorkloadReference("Pod", "shop", "web", "uid-1"),
                    "ReplicaSet",
                    List.of("deny-tokens", "delete-pod"),
                    false,
                    "dec-0193578b-1111-7000-8000-00000000000a",
                    "form-changed");

    @TempDir Path temporary;
    private final BlockingQueue<byte[]> plans = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(202);
    private MutualTlsServer responder;
    private ResponderDelivery sender;

    @BeforeEach
    void start() throws Exception {
        CertificateAuthority authority =
                CertificateAuthority.create(
                        "test", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
        write(authority, "responder");
        write(authority, "drift-scanner");
        responder =
                MutualTlsServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        MutualTls.load(temporary, "responder"),
                        List.of(
                                new PeerRoute(
                                        "POST",
                                        "/v1/plans",
                                        Set.of("drift-scanner"),
                                        request -> {
                                            plans.add(request.body());
                                            return PeerReply.json(status.get(), "{}");
                                        })),
                        64 * 1024);
        sender =
                new ResponderDelivery(
                        new MutualTlsClient(
                                MutualTls.load(temporary, "drift-scanner"),
                                URI.create("https://127.0.0.1:" + responder.port()),
                                "responder",
                                Duration.ofSeconds(10),
                                1024));
    }

    @AfterEach
    void stop() {
        sender.close();
        responder.close();
    }

    @Test
    void deliversThePlanAsTheRecordItIs() throws Exception {
        // When
        SendResult result = sender.send(delivery());

        // Then
        assertThat(result).isInstanceOf(SendResult.Delivered.class);
        assertThat(RecordCodec.readBody(RecordType.RESPONSE_PLAN, plans.take())).isEqualTo(PLAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 409, 413})
    void takesARefusalAsFinal(int refusal) throws Exception {
        status.set(refusal);
        assertThat(sender.send(delivery())).isInstanceOf(SendResult.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void triesAgainWhatPasses(int passing) throws Exception {
        status.set(passing);
        assertThat(sender.send(delivery())).isInstanceOf(SendResult.Retry.class);
    }

    @Test
    void triesAgainWhenNobodyAnswers() throws Exception {
        responder.close();
        assertThat(sender.send(delivery())).isInstanceOf(SendResult.Retry.class);
    }

    private static Delivery delivery() {
        Rendered rendered =
                new MessageRendering(Set.of(Destination.RESPONDER))
                        .render(new PlanDispatch(PLAN.planId(), PLAN));
        assertThat(rendered).isInstanceOf(Rendered.Ready.class);
        Rendered.Ready ready = (Rendered.Ready) rendered;
        return new Delivery(
                1, PLAN.planId(), ready.destination(), ready.dedupKey(), ready.body(), 0);
    }

    private void write(CertificateAuthority authority, String name) throws Exception {
        IssuedCertificate leaf =
                authority.issue(name, List.of(name, "localhost", "127.0.0.1"), Duration.ofDays(1));
        PrivateFiles.write(temporary.resolve("ca.pem"), authority.authority().certificatePem());
        PrivateFiles.write(temporary.resolve(name + ".pem"), leaf.certificatePem());
        PrivateFiles.write(temporary.resolve(name + ".key"), leaf.privateKeyPem());
    }
}
