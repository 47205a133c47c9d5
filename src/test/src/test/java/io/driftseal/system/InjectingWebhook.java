package io.driftseal.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.mutualtls.KeyManagers;
import io.driftseal.system.installation.Installation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody else's mutating webhook, which changes every new pod of one namespace. Its name says
 * whether it comes before ours or after.
 */
final class InjectingWebhook implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Installation driftseal;
    private final String name;
    private final HttpsServer server;
    private volatile String patch;

    /**
     * @param name of its configuration; webhooks are called in the order of these
     * @param container that it adds, as JSON
     */
    static InjectingWebhook adding(
            Installation driftseal, String name, String namespace, String container)
            throws Exception {
        return new InjectingWebhook(driftseal, name, namespace, appending(container));
    }

    /**
     * @param name of its configuration
     * @param patch that it answers with, a JSON Patch
     */
    InjectingWebhook(Installation driftseal, String name, String namespace, String patch)
            throws Exception {
        this.driftseal = driftseal;
        this.name = name;
        this.patch = patch;
        String host = driftseal.cluster().hostAddress();
        CertificateAuthority authority =
                CertificateAuthority.create(
                        name, Duration.ofDays(1), InstantSource.system(), new SecureRandom());
        IssuedCertificate leaf = authority.issue(name, List.of(host), Duration.ofDays(1));
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {KeyManagers.of(leaf)}, null, null);
        server = HttpsServer.create(new InetSocketAddress(host, 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        String bundle =
                Base64.getEncoder()
                        .encodeToString(
                                authority
                                        .authority()
                                        .certificatePem()
                                        .getBytes(StandardCharsets.UTF_8));
        driftseal
                .terminal()
                .apply(
                        """
                        apiVersion: admissionregistration.k8s.io/v1
                        kind: MutatingWebhookConfiguration
                        metadata: {name: %1$s}
                        webhooks:
                          - name: inject.%1$s.example
                            admissionReviewVersions: [v1]
                            sideEffects: None
                            failurePolicy: Fail
                            reinvocationPolicy: Never
                            clientConfig: {url: "https://%2$s:%3$d/", caBundle: %4$s}
                            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %5$s}}
                            rules:
                              - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
                        """
                                .formatted(
                                        name,
                                        host,
                                        server.getAddress().getPort(),
                                        bundle,
                                        namespace))
                .require();
    }

    /** From now on it adds this one. */
    void adds(String other) {
        patch = appending(other);
    }

    /** From now on it answers with this JSON Patch. */
    void answers(String other) {
        patch = other;
    }

    private static String appending(String container) {
        return "[{\"op\":\"add\",\"path\":\"/spec/containers/-\",\"value\":%s}]"
                .formatted(container);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
            byte[] body =
                    """
                    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
                     "response": {"uid": "%s", "allowed": true, "patchType": "JSONPatch",
                      "patch": "%s"}}
                    """
                            .formatted(
                                    request.path("uid").asString(),
                                    Base64.getEncoder()
                                            .encodeToString(patch.getBytes(StandardCharsets.UTF_8)))
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        driftseal.terminal().run("delete", "mutatingwebhookconfiguration", name).require();
        server.stop(0);
    }
}
