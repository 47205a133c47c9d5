package io.driftseal.bench.measured;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The least that a webhook on this stack costs: TLS, HTTP and a constant answer at {@code
 * /constant}; the same with the body parsed by a common library and hashed at {@code /floor}. No
 * policy, no signature, no record, no second thread.
 */
public final class FloorServer {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private FloorServer() {}

    /**
     * @param arguments port, certificate file, key file
     */
    public static void main(String[] arguments) throws Exception {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(Integer.parseInt(arguments[0]))
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setTcpNoDelay(true)
                        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                        .setKeyCertOptions(
                                new PemKeyCertOptions()
                                        .setCertPath(arguments[1])
                                        .setKeyPath(arguments[2]));
        Vertx.vertx()
                .deployVerticle(
                        () -> new Loop(options),
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private static final class Loop extends AbstractVerticle {
        private final HttpServerOptions options;

        Loop(HttpServerOptions options) {
            this.options = options;
        }

        @Override
        public void start() {
            var _ = vertx.createHttpServer(options).requestHandler(Loop::serve).listen();
        }

        private static void serve(HttpServerRequest request) {
            boolean works = request.path().equals("/floor");
            request.bodyHandler(body -> {
                byte[] bytes = body.getBytes();
                answer(
                        request,
                        works ? uid(bytes) : "705ab4f5-6393-11e8-b7cc-42010a800002",
                        works ? sha256(bytes) : "none");
            });
        }

        private static void answer(HttpServerRequest request, String uid, String hash) {
            String answer =
                    """
                    {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":\
                    {"uid":"%s","allowed":true,"auditAnnotations":{"hash":"%s"}}}
                    """
                            .formatted(uid, hash);
            var _ =
                    request.response()
                            .putHeader("content-type", "application/json")
                            .end(Buffer.buffer(answer.getBytes(StandardCharsets.UTF_8)));
        }

        private static String uid(byte[] body) {
            JsonNode review = MAPPER.readTree(body);
            return review.path("request").path("uid").asString();
        }

        private static String sha256(byte[] body) {
            try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }
}
