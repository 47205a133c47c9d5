package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code io.jwt.decode_verify} demands of a token. */
final class TokenConstraints {

    private static final double NANOSECONDS = 1_000_000_000;

    private @Nullable List<WebKey> keys;
    private String secret = "";
    private String algorithm = "";
    private String issuer = "";
    private String audience = "";
    private double time = -1;

    private TokenConstraints() {}

    static TokenConstraints parse(BuiltinContext context, RegoObject object) {
        TokenConstraints constraints = new TokenConstraints();
        for (int i = 0; i < object.size(); i++) {
            String name =
                    object.keyAt(i) instanceof RegoString key
                            ? key.text()
                            : object.keyAt(i).toString();
            RegoValue value = object.valueAt(i);
            switch (name) {
                case "cert" -> constraints.keys = WebKey.verifying(text("cert", value));
                case "secret" -> constraints.secret = text("secret", value);
                case "alg" -> constraints.algorithm = text("alg", value);
                case "iss" -> constraints.issuer = text("iss", value);
                case "aud" -> constraints.audience = text("aud", value);
                case "time" -> constraints.time = time(value);
                default ->
                        throw BuiltinException.of("unknown token validation constraint: " + name);
            }
        }
        if (constraints.time == -1) {
            constraints.time = (double) context.nowNanos();
        }
        if (constraints.keys != null && !constraints.secret.isEmpty()) {
            throw BuiltinException.of("duplicate key constraints");
        }
        if (constraints.keys == null && constraints.secret.isEmpty()) {
            throw BuiltinException.of("no key constraint");
        }
        return constraints;
    }

    private static String text(String name, RegoValue value) {
        if (value instanceof RegoString text) {
            return text.text();
        }
        throw BuiltinException.of(name + " constraint: must be a string");
    }

    private static double time(RegoValue value) {
        if (!(value instanceof RegoNumber number)) {
            throw BuiltinException.of("token time constraint: must be a number");
        }
        double time = number.doubleValue();
        if (time < 0) {
            throw BuiltinException.of("token time constraint: must not be negative");
        }
        return time;
    }

    boolean permitsAlgorithm(String name) {
        return algorithm.isEmpty() || algorithm.equals(name);
    }

    /** Whether some trusted key made the signature. */
    boolean signed(Token token, Token.Header header) {
        TokenAlgorithm used = TokenAlgorithm.named(header.algorithm());
        byte[] signature = token.signatureBytes();
        if (used == null) {
            return false;
        }
        byte[] message = token.signed();
        List<WebKey> trusted = keys;
        if (trusted == null) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            return used.verifies(new WebKey("", "", null, null, bytes), message, signature);
        }
        return anyVerifies(trusted, header, key -> used.verifies(key, message, signature));
    }

    /** A test of one key. */
    interface KeyTest {
        boolean passes(WebKey key);
    }

    /**
     * The key that the header names decides alone; else any that is for the header's algorithm, or
     * for all.
     */
    static boolean anyVerifies(List<WebKey> keys, Token.Header header, KeyTest test) {
        if (!header.keyId().isEmpty()) {
            for (WebKey key : keys) {
                if (key.id().equals(header.keyId())) {
                    return test.passes(key);
                }
            }
        }
        for (WebKey key : keys) {
            boolean fits = key.algorithm().isEmpty() || key.algorithm().equals(header.algorithm());
            if (fits && test.passes(key)) {
                return true;
            }
        }
        return false;
    }

    /** Whether issuer, audience and times are those demanded. */
    boolean fulfilledBy(RegoObject payload) {
        if (!issuer.isEmpty() && !RegoString.of(issuer).equals(payload.get("iss"))) {
            return false;
        }
        RegoValue named = payload.get("aud");
        if (named == null ? !audience.isEmpty() : !isAudience(named)) {
            return false;
        }
        RegoNumber now = RegoNumber.of(time / NANOSECONDS);
        RegoValue expires = payload.get("exp");
        if (expires != null && now.compareTo(number("exp", expires)) >= 0) {
            return false;
        }
        RegoValue begins = payload.get("nbf");
        return begins == null || now.compareTo(number("nbf", begins)) >= 0;
    }

    private static RegoNumber number(String name, RegoValue value) {
        if (value instanceof RegoNumber number) {
            return number;
        }
        throw BuiltinException.of(name + " value must be a number");
    }

    private boolean isAudience(RegoValue value) {
        RegoString demanded = RegoString.of(audience);
        return value.equals(demanded)
                || (value instanceof RegoArray array && array.items().contains(demanded));
    }
}
