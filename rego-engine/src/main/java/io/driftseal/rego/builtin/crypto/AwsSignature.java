package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.builtin.net.GoUrl;
import io.driftseal.rego.builtin.net.HttpRequests;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code providers.aws.sign_req}: version 4 of Amazon's signature, of a request that is not sent.
 */
public final class AwsSignature implements BuiltinFamily {

    private static final List<String> REQUIRED =
            List.of("aws_service", "aws_access_key", "aws_secret_access_key", "aws_region");

    /** Headers that a proxy may change. */
    private static final Set<String> IGNORED =
            Set.of("authorization", "user-agent", "x-amzn-trace-id");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of("providers.aws.sign_req", (context, arguments) -> sign(arguments));
    }

    private static RegoValue sign(RegoValue[] arguments) {
        RegoObject request = Operand.object(arguments, 1);
        if (!(arguments[1] instanceof RegoObject config)) {
            throw BuiltinException.type(1, arguments[1], "object");
        }
        requireConfig(config);
        if (!(arguments[2] instanceof RegoNumber time)) {
            throw BuiltinException.type(1, arguments[2], "number");
        }
        if (!time.isInt()) {
            throw BuiltinException.type(3, "could not convert time_ns value into a unix timestamp");
        }
        Instant now = Instant.ofEpochSecond(0, time.intValue());
        HttpRequests.validate(request);
        RegoObject headers = headers(request);
        requireText(request);
        GoUrl url = GoUrl.parse(text(request, "url"));
        String content =
                unsigned(config)
                        ? "UNSIGNED-PAYLOAD"
                        : hex(Digests.digest("SHA-256", body(request)));
        Map<String, String> added = new LinkedHashMap<>();
        added.put("host", url.host());
        added.put("x-amz-date", TIME.format(now));
        String service = text(config, "aws_service");
        if (service.equals("s3") || service.equals("glacier")) {
            added.put("x-amz-content-sha256", content);
        }
        String session = text(config, "aws_session_token");
        if (!session.isEmpty()) {
            added.put("x-amz-security-token", session);
        }
        Map<String, String> signed = new TreeMap<>(added);
        headers.forEach((key, value) -> {
            String name = text(key).toLowerCase(Locale.ROOT);
            if (!IGNORED.contains(name)) {
                signed.put(name, text(value));
            }
        });
        String canonical = canonical(text(request, "method"), url, signed, content);
        RegoObject.Builder all = RegoObject.builder();
        headers.forEach((key, value) -> all.put(text(key), RegoString.of(text(value))));
        all.put("Authorization", RegoString.of(authorization(config, now, canonical, signed)));
        added.forEach((key, value) -> all.put(key, RegoString.of(value)));
        return request.toBuilder().put("headers", all.build()).build();
    }

    private static void requireConfig(RegoObject config) {
        RegoSet.Builder missing = RegoSet.builder();
        RegoSet.Builder invalid = RegoSet.builder();
        boolean anyInvalid = false;
        boolean anyMissing = false;
        for (String name : REQUIRED) {
            RegoValue value = config.get(name);
            if (value == null) {
                missing.add(RegoString.of(name));
                anyMissing = true;
            } else if (!(value instanceof RegoString)) {
                invalid.add(RegoString.of(name));
                anyInvalid = true;
            }
        }
        if (anyMissing) {
            throw BuiltinException.type(
                    2, "missing required AWS config parameters(s): " + missing.build());
        }
        if (anyInvalid) {
            throw BuiltinException.type(
                    2, "invalid values for required AWS config parameters(s): " + invalid.build());
        }
    }

    private static RegoObject headers(RegoObject request) {
        RegoValue headers = request.get("headers");
        if (headers == null) {
            return RegoObject.EMPTY;
        }
        if (headers instanceof RegoObject object) {
            return object;
        }
        throw BuiltinException.type(0, headers, "object");
    }

    private static void requireText(RegoObject request) {
        RegoSet.Builder invalid = RegoSet.builder();
        boolean any = false;
        for (String name : List.of("url", "method")) {
            if (!(request.get(name) instanceof RegoString)) {
                invalid.add(RegoString.of(name));
                any = true;
            }
        }
        if (any) {
            throw BuiltinException.type(
                    1, "invalid values for required request parameters(s): " + invalid.build());
        }
    }

    private static boolean unsigned(RegoObject config) {
        RegoValue value = config.get("disable_payload_signing");
        if (value == null || value instanceof RegoBoolean) {
            return RegoBoolean.TRUE.equals(value);
        }
        throw BuiltinException.type(2, "invalid value for 'disable_payload_signing' in AWS config");
    }

    private static byte[] body(RegoObject request) {
        RegoValue raw = request.get("raw_body");
        if (raw != null) {
            return text(raw).getBytes(StandardCharsets.UTF_8);
        }
        RegoValue body = request.get("body");
        return body == null ? new byte[0] : RegoJsonWriter.writeBytes(body);
    }

    private static String canonical(
            String method, GoUrl url, Map<String, String> headers, String content) {
        StringBuilder out = new StringBuilder();
        out.append(method).append('\n');
        out.append(url.escapedPath()).append('\n');
        out.append(url.rawQuery()).append('\n');
        headers.forEach((name, value) -> out.append(name).append(':').append(value).append('\n'));
        out.append('\n').append(String.join(";", headers.keySet())).append('\n').append(content);
        return out.toString();
    }

    private static String authorization(
            RegoObject config, Instant now, String canonical, Map<String, String> signed) {
        String date = DATE.format(now);
        String region = text(config, "aws_region");
        String service = text(config, "aws_service");
        String scope = date + "/" + region + "/" + service + "/aws4_request";
        String toSign =
                "AWS4-HMAC-SHA256\n"
                        + TIME.format(now)
                        + "\n"
                        + scope
                        + "\n"
                        + hex(
                                Digests.digest(
                                        "SHA-256", canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key =
                ("AWS4" + text(config, "aws_secret_access_key")).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(date, region, service, "aws4_request", toSign)) {
            key = Digests.hmac("SHA256", part.getBytes(StandardCharsets.UTF_8), key);
        }
        return "AWS4-HMAC-SHA256 Credential="
                + text(config, "aws_access_key")
                + "/"
                + scope
                + ",SignedHeaders="
                + String.join(";", signed.keySet())
                + ",Signature="
                + hex(key);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String text(RegoObject object, String key) {
        return text(object.get(key));
    }

    private static String text(@Nullable RegoValue value) {
        return value instanceof RegoString string ? string.text() : "";
    }
}
