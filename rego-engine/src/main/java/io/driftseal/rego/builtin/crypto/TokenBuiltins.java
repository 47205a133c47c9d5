package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code io.jwt.*}: signatures by the JDK, keys and claims judged as OPA does. */
public final class TokenBuiltins implements BuiltinFamily {

    /** Tokens within tokens. */
    private static final int MAXIMUM_NESTING = 32;

    /** Steps that a signature counts for: a few hundred microseconds of arithmetic. */
    private static final int SIGNATURE_STEPS = 10_000;

    private static final RegoValue UNVERIFIED =
            RegoArray.of(RegoBoolean.FALSE, RegoObject.EMPTY, RegoObject.EMPTY);

    @Override
    public Map<String, Builtin> builtins() {
        Map<String, Builtin> builtins = new HashMap<>();
        for (TokenAlgorithm algorithm : TokenAlgorithm.values()) {
            String name = "io.jwt.verify_" + algorithm.name().toLowerCase(Locale.ROOT);
            builtins.put(
                    name,
                    algorithm.name().startsWith("HS")
                            ? (context, arguments) -> verifySecret(algorithm, arguments)
                            : (context, arguments) -> verify(context, algorithm, arguments));
        }
        builtins.put(
                "io.jwt.decode", (context, arguments) -> decode(Operand.string(arguments, 1), 0));
        builtins.put("io.jwt.decode_verify", TokenBuiltins::decodeVerify);
        builtins.put("io.jwt.encode_sign", TokenBuiltins::encodeSign);
        builtins.put("io.jwt.encode_sign_raw", TokenBuiltins::encodeSignRaw);
        return builtins;
    }

    private static RegoValue decode(String text, int depth) {
        Token token = Token.cut(text);
        RegoObject header = token.headerObject();
        byte[] payload = token.payloadBytes();
        RegoValue contentType = header.get("cty");
        if (contentType != null) {
            if (!(contentType instanceof RegoString type)) {
                throw BuiltinException.of("cty: must be a string");
            }
            if (type.text().equals(Token.TYPE)) {
                if (depth == MAXIMUM_NESTING) {
                    throw BuiltinException.of(
                            "tokens within each other more than " + depth + " times");
                }
                String inner = new String(payload, StandardCharsets.UTF_8);
                return decode(inner.replaceAll("^[\"']+|[\"']+$", ""), depth + 1);
            }
        }
        RegoObject claims = Token.object(payload);
        String signature = HexFormat.of().formatHex(token.namedSignatureBytes());
        return RegoArray.of(header, claims, RegoString.of(signature));
    }

    private static RegoValue verify(
            BuiltinContext context, TokenAlgorithm algorithm, RegoValue[] arguments) {
        Token token = Token.cut(Operand.string(arguments, 1));
        List<WebKey> keys = WebKey.verifying(Operand.string(arguments, 2));
        byte[] signature = token.signatureBytes();
        Token.Header header = Token.read(token.headerObject());
        byte[] message = token.signed();
        return RegoBoolean.of(
                TokenConstraints.anyVerifies(
                        keys,
                        header,
                        key -> {
                            context.step(SIGNATURE_STEPS);
                            return algorithm.verifies(key, message, signature);
                        }));
    }

    private static RegoValue verifySecret(TokenAlgorithm algorithm, RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        byte[] secret = Operand.regoString(arguments, 2).utf8();
        Token token = Token.cut(text);
        byte[] signature = token.signatureBytes();
        WebKey key = new WebKey("", "", null, null, secret);
        return RegoBoolean.of(algorithm.verifies(key, token.signed(), signature));
    }

    private static RegoValue decodeVerify(BuiltinContext context, RegoValue[] arguments) {
        RegoObject demands = Operand.object(arguments, 2);
        TokenConstraints constraints = TokenConstraints.parse(context, demands);
        String text = Operand.string(arguments, 1);
        for (int depth = 0; depth <= MAXIMUM_NESTING; depth++) {
            context.step(SIGNATURE_STEPS);
            Token token = Token.cut(text);
            RegoObject headerObject = token.headerObject();
            Token.Header header = Token.read(headerObject);
            boolean acceptable =
                    !header.algorithm().isEmpty()
                            && header.understood()
                            && constraints.permitsAlgorithm(header.algorithm());
            if (!acceptable || !constraints.signed(token, header)) {
                return UNVERIFIED;
            }
            byte[] payload = token.payloadBytes();
            if (header.contentType().equalsIgnoreCase(Token.TYPE)) {
                text = new String(payload, StandardCharsets.UTF_8);
                continue;
            }
            RegoObject claims = Token.object(payload);
            return constraints.fulfilledBy(claims)
                    ? RegoArray.of(RegoBoolean.TRUE, headerObject, claims)
                    : UNVERIFIED;
        }
        throw BuiltinException.of(
                "tokens within each other more than " + MAXIMUM_NESTING + " times");
    }

    private static RegoValue encodeSign(BuiltinContext context, RegoValue[] arguments) {
        return sign(
                context,
                arguments,
                RegoJsonWriter.writeBytes(arguments[0]),
                RegoJsonWriter.writeBytes(arguments[1]),
                RegoJsonWriter.write(arguments[2]));
    }

    private static RegoValue encodeSignRaw(BuiltinContext context, RegoValue[] arguments) {
        String key = Operand.string(arguments, 3);
        return sign(
                context,
                arguments,
                Operand.regoString(arguments, 1).utf8(),
                Operand.regoString(arguments, 2).utf8(),
                key);
    }

    private static RegoValue sign(
            BuiltinContext context,
            RegoValue[] arguments,
            byte[] headers,
            byte[] payload,
            String webKey) {
        List<WebKey> keys = WebKey.keys(webKey);
        if (keys.isEmpty()) {
            throw BuiltinException.of("no keys found in JWK set");
        }
        RegoObject header = header(headers);
        if (!(header.get("alg") instanceof RegoString name)) {
            throw BuiltinException.of(
                    "missing or invalid 'alg' header: jwsbb: header \"alg\" not found");
        }
        TokenAlgorithm algorithm = TokenAlgorithm.named(name.text());
        if (algorithm == null) {
            throw BuiltinException.of("unknown JWS algorithm: " + name.text());
        }
        boolean jwt =
                !(header.get("typ") instanceof RegoString type) || type.text().equals(Token.TYPE);
        if (jwt && !isJson(payload)) {
            throw BuiltinException.of("type is JWT but payload is not JSON");
        }
        context.step(SIGNATURE_STEPS);
        WebKey key = keys.getFirst();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String message = base64.encodeToString(headers) + "." + base64.encodeToString(payload);
        if (algorithm.deterministic()) {
            return signed(algorithm, key, message);
        }
        return context.nondeterministic(
                "io.jwt.encode_sign",
                RegoArray.of(arguments),
                random -> signed(algorithm, key, message));
    }

    private static RegoValue signed(TokenAlgorithm algorithm, WebKey key, String message) {
        byte[] signature = algorithm.sign(key, message.getBytes(StandardCharsets.UTF_8));
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return RegoString.of(message + "." + base64.encodeToString(signature));
    }

    private static RegoObject header(byte[] json) {
        if (json.length == 0) {
            throw BuiltinException.of(
                    "missing or invalid 'alg' header: cannot parse JSON: cannot parse empty string");
        }
        try {
            return Token.object(json);
        } catch (BuiltinException malformed) {
            if (new String(json, StandardCharsets.UTF_8).matches("[-+0-9.eE]+")) {
                // The library takes it for a number, which has no header.
                return RegoObject.EMPTY;
            }
            throw BuiltinException.of("missing or invalid 'alg' header: cannot parse JSON");
        }
    }

    private static boolean isJson(byte[] payload) {
        try {
            RegoJsonReader.read(payload, JsonReading.AS_GO);
            return true;
        } catch (MalformedJsonException malformed) {
            return false;
        }
    }
}
