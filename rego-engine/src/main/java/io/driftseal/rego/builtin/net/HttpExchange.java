package io.driftseal.rego.builtin.net;

import io.driftseal.rego.builtin.BuiltinException;
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
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Sends the requests of {@code http.send}, within bounds of time and size, and gives the answers
 * OPA's form.
 */
final class HttpExchange {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(200, "OK"),
                    Map.entry(201, "Created"),
                    Map.entry(202, "Accepted"),
                    Map.entry(204, "No Content"),
                    Map.entry(301, "Moved Permanently"),
                    Map.entry(302, "Found"),
                    Map.entry(304, "Not Modified"),
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(409, "Conflict"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Gateway Timeout"));

    /** Members that only say how to keep an answer; one evaluation keeps it anyway. */
    private static final Set<String> CACHING =
            Set.of(
                    "cache",
                    "force_cache",
                    "force_cache_duration_seconds",
                    "caching_mode",
                    "max_retry_attempts",
                    "cache_ignored_headers",
                    "tls_use_system_certs");

    private final Duration timeout;
    private final int maximumResponseBytes;

    HttpExchange(Duration timeout, int maximumResponseBytes) {
        if (timeout.isNegative() || timeout.isZero() || maximumResponseBytes < 1) {
            throw new IllegalArgumentException("a request needs time and room for the answer");
        }
        this.timeout = timeout;
        this.maximumResponseBytes = maximumResponseBytes;
    }

    /** The answer; an error is one, too, where the request says that it does not want it raised. */
    RegoValue send(RegoObject request) {
        for (int i = 0; i < request.size(); i++) {
            String name = request.keyAt(i) instanceof RegoString key ? key.text() : "";
            if ((name.startsWith("tls_") && !CACHING.contains(name))
                    || name.equals("force_yaml_decode")) {
                throw BuiltinException.of("request parameter " + name + " is not supported");
            }
        }
        boolean raise = !RegoBoolean.FALSE.equals(request.get("raise_error"));
        try {
            return exchange(request);
        } catch (IOException | IllegalArgumentException failed) {
            String problem = String.valueOf(failed.getMessage());
            if (raise) {
                throw BuiltinException.of(problem);
            }
            RegoObject error =
                    RegoObject.builder()
                            .put("code", RegoString.of("eval_http_send_network_error"))
                            .put("message", RegoString.of(problem))
                            .build();
            return RegoObject.builder()
                    .put("status_code", RegoNumber.ZERO)
                    .put("error", error)
                    .build();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw BuiltinException.of(BuiltinException.Kind.CANCELLED, "timed out");
        }
    }

    private RegoValue exchange(RegoObject request) throws IOException, InterruptedException {
        Duration allowed = timeout(request);
        boolean follow = RegoBoolean.TRUE.equals(request.get("enable_redirect"));
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(
                                follow ? HttpClient.Redirect.NORMAL : HttpClient.Redirect.NEVER)
                        .build()) {
            HttpResponse<InputStream> response =
                    client.send(built(request, allowed), HttpResponse.BodyHandlers.ofInputStream());
            byte[] body;
            try (InputStream in = response.body()) {
                body = in.readNBytes(maximumResponseBytes + 1);
            }
            client.shutdownNow();
            if (body.length > maximumResponseBytes) {
                throw new IOException("response of more than " + maximumResponseBytes + " bytes");
            }
            return answer(request, response, body);
        }
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
        if (request.get("headers") instanceof RegoObject headers) {
            headers.forEach((name, value) ->
                    builder.setHeader(text(name, "headers"), text(value, "headers")));
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
            RegoObject request, HttpResponse<InputStream> response, byte[] body) {
        int code = response.statusCode();
        RegoObject.Builder headers = RegoObject.builder();
        response.headers()
                .map()
                .forEach((name, values) ->
                        headers.put(
                                name.toLowerCase(Locale.ROOT),
                                RegoArray.copyOf(values.stream().map(RegoString::of).toList())));
        String type = response.headers().firstValue("content-type").orElse("");
        boolean json =
                RegoBoolean.TRUE.equals(request.get("force_json_decode"))
                        || List.of("application/json", "+json").stream().anyMatch(type::contains);
        return RegoObject.builder()
                .put("status", RegoString.of(code + " " + REASONS.getOrDefault(code, "")))
                .put("status_code", RegoNumber.of(code))
                .put("body", json ? parsed(body) : RegoNull.NULL)
                .put("raw_body", RegoString.ofUtf8(body))
                .put("headers", headers.build())
                .build();
    }

    private static RegoValue parsed(byte[] body) {
        try {
            return RegoJsonReader.read(body, JsonReading.AS_GO);
        } catch (MalformedJsonException malformed) {
            return RegoNull.NULL;
        }
    }
}
