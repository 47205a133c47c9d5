package io.driftseal.rego.builtin.net;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.encoding.YamlBuiltins;
import io.driftseal.rego.builtin.time.Durations;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Sends the requests of {@code http.send}, within bounds of time and size, and gives the answers
 * OPA's form. While it waits it looks whether the evaluation has ended.
 */
final class HttpExchange {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 5;

    /** As many as a builtin counts before the evaluation looks at its limits. */
    private static final int STEPS_PER_LOOK = 512;

    /** What would read the machine's files or environment, or name a server as another one. */
    private static final Set<String> UNSUPPORTED =
            Set.of(
                    "tls_ca_cert_file",
                    "tls_ca_cert_env_variable",
                    "tls_client_cert_file",
                    "tls_client_cert_env_variable",
                    "tls_client_key_file",
                    "tls_client_key_env_variable",
                    "tls_server_name");

    private final Duration timeout;
    private final int maximumResponseBytes;

    HttpExchange(Duration timeout, int maximumResponseBytes) {
        if (timeout.isNegative() || timeout.isZero() || maximumResponseBytes < 1) {
            throw new IllegalArgumentException("a request needs time and room for the answer");
        }
        this.timeout = timeout;
        this.maximumResponseBytes = maximumResponseBytes;
    }

    /**
     * The answer.
     *
     * @throws IOException where the network does not give one
     * @throws BuiltinException where the request is none that can be sent
     */
    RegoValue send(BuiltinContext context, RegoObject request) throws IOException {
        for (int i = 0; i < request.size(); i++) {
            if (request.keyAt(i) instanceof RegoString name && UNSUPPORTED.contains(name.text())) {
                throw BuiltinException.of("request parameter " + name + " is not supported");
            }
        }
        Duration allowed = timeout(request);
        HttpRequest built = built(request, allowed);
        boolean follow = RegoBoolean.TRUE.equals(request.get("enable_redirect"));
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(
                                follow ? HttpClient.Redirect.NORMAL : HttpClient.Redirect.NEVER);
        SSLContext trust = HttpTrust.context(request);
        if (trust != null) {
            builder.sslContext(trust);
        }
        HttpClient client = builder.build();
        try {
            HttpResponse<byte[]> response =
                    awaited(
                            context,
                            client.sendAsync(
                                    built,
                                    HttpResponse.BodyHandlers.limiting(
                                            HttpResponse.BodyHandlers.ofByteArray(),
                                            maximumResponseBytes)),
                            built,
                            allowed);
            return answer(context, request, response);
        } finally {
            client.shutdownNow();
        }
    }

    private static HttpResponse<byte[]> awaited(
            BuiltinContext context,
            CompletableFuture<HttpResponse<byte[]>> response,
            HttpRequest request,
            Duration allowed)
            throws IOException {
        long end = System.nanoTime() + allowed.toNanos();
        try {
            while (true) {
                context.step(STEPS_PER_LOOK);
                try {
                    return response.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException waiting) {
                    if (System.nanoTime() > end) {
                        throw new IOException(
                                capitalized(request.method())
                                        + " "
                                        + request.uri()
                                        + ": request timed out",
                                waiting);
                    }
                }
            }
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new IOException(
                    capitalized(request.method())
                            + " \""
                            + request.uri()
                            + "\": "
                            + (cause == null ? "failed" : cause.getMessage()),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw BuiltinException.of(BuiltinException.Kind.CANCELLED, "timed out");
        } finally {
            response.cancel(true);
        }
    }

    private static String capitalized(String method) {
        return method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
    }

    private static HttpRequest built(RegoObject request, Duration allowed) {
        String url = text(request.get("url"), "url");
        URI uri = URI.create(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("unsupported protocol scheme \"" + scheme + "\"");
        }
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).timeout(allowed);
        RegoValue raw = request.get("raw_body");
        RegoValue body = request.get("body");
        byte[] bytes =
                raw instanceof RegoString text
                        ? text.utf8()
                        : body == null ? new byte[0] : RegoJsonWriter.writeBytes(body);
        String method = text(request.get("method"), "method").toUpperCase(Locale.ROOT);
        builder.method(
                method,
                bytes.length == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(bytes));
        switch (request.get("headers")) {
            case null -> {}
            case RegoObject headers ->
                    headers.forEach((name, value) ->
                            builder.setHeader(text(name, "headers"), text(value, "headers")));
            default -> throw BuiltinException.of("invalid type for headers key");
        }
        return builder.build();
    }

    private static String text(@org.jspecify.annotations.Nullable RegoValue value, String member) {
        if (value instanceof RegoString text) {
            return text.text();
        }
        throw BuiltinException.of("\"" + member + "\" must be a string");
    }

    private Duration timeout(RegoObject request) {
        RegoValue asked = request.get("timeout");
        Duration wanted =
                switch (asked) {
                    case null -> timeout;
                    case RegoString text -> Duration.ofNanos(Durations.parse(text.text()));
                    case RegoNumber number when number.isLong() ->
                            Duration.ofNanos(number.longValue());
                    default -> throw BuiltinException.of("'timeout' must be a duration");
                };
        boolean shorter = !wanted.isZero() && !wanted.isNegative() && wanted.compareTo(timeout) < 0;
        return shorter ? wanted : timeout;
    }

    private static RegoValue answer(
            BuiltinContext context, RegoObject request, HttpResponse<byte[]> response) {
        byte[] body = response.body();
        context.allocate(2L * body.length);
        RegoObject.Builder headers = RegoObject.builder();
        response.headers()
                .map()
                .forEach((name, values) -> {
                    if (!name.startsWith(":")) {
                        headers.put(
                                name.toLowerCase(Locale.ROOT),
                                RegoArray.copyOf(values.stream().map(RegoString::of).toList()));
                    }
                });
        return RegoObject.builder()
                .put("status", RegoString.of(HttpReasons.status(response.statusCode())))
                .put("status_code", RegoNumber.of(response.statusCode()))
                .put("body", parsed(context, request, response))
                .put("raw_body", RegoString.ofUtf8(body))
                .put("headers", headers.build())
                .build();
    }

    /** The body as JSON or YAML where it is said to be that; null where it is not. */
    private static RegoValue parsed(
            BuiltinContext context, RegoObject request, HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("content-type").orElse("");
        if (RegoBoolean.TRUE.equals(request.get("force_json_decode")) || isJson(type)) {
            return json(response.body());
        }
        if (RegoBoolean.TRUE.equals(request.get("force_yaml_decode"))
                || type.contains("application/yaml")
                || type.contains("application/x-yaml")) {
            RegoValue json = json(response.body());
            return json.equals(RegoNull.NULL) ? yaml(context, response.body()) : json;
        }
        return RegoNull.NULL;
    }

    private static RegoValue json(byte[] body) {
        try {
            return RegoJsonReader.read(body, JsonReading.AS_GO);
        } catch (MalformedJsonException malformed) {
            return RegoNull.NULL;
        }
    }

    private static RegoValue yaml(BuiltinContext context, byte[] body) {
        try {
            return YamlBuiltins.unmarshal(context, RegoString.ofUtf8(body).text());
        } catch (BuiltinException malformed) {
            return RegoNull.NULL;
        }
    }

    private static boolean isJson(String type) {
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json")
                || (media.startsWith("application/") && media.endsWith("+json"));
    }
}
