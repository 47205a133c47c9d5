package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.encoding.GoBase64;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * A JSON web token, cut into its parts and not yet believed.
 *
 * @param header base64url of a JSON object
 * @param payload base64url
 * @param signature base64url
 */
record Token(String header, String payload, String signature) {

    static final String TYPE = "JWT";

    private static final Set<String> KNOWN = Set.of("alg", "kid", "typ", "cty", "crit");

    /**
     * What a header says, as far as verifying needs it.
     *
     * @param algorithm empty where it does not say
     * @param keyId empty where it does not say
     * @param contentType empty where it does not say
     * @param understood whether every member that it calls critical is one that is known
     */
    record Header(String algorithm, String keyId, String contentType, boolean understood) {}

    static Token cut(String text) {
        if (!text.contains(".")) {
            throw BuiltinException.of("encoded JWT had no period separators");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw BuiltinException.of("encoded JWT must have 3 sections, found " + parts.length);
        }
        return new Token(parts[0], parts[1], parts[2]);
    }

    /** What the signature is about. */
    byte[] signed() {
        return (header + "." + payload).getBytes(StandardCharsets.UTF_8);
    }

    byte[] signatureBytes() {
        return GoBase64.decodeUrl(signature);
    }

    private static byte[] decoded(String part, String name) {
        try {
            return GoBase64.decodeUrl(part);
        } catch (BuiltinException malformed) {
            throw BuiltinException.of(
                    "JWT " + name + " had invalid encoding: " + malformed.problem());
        }
    }

    byte[] payloadBytes() {
        return decoded(payload, "payload");
    }

    byte[] namedSignatureBytes() {
        return decoded(signature, "signature");
    }

    RegoObject headerObject() {
        byte[] bytes = decoded(header, "header");
        RegoObject object;
        try {
            object = object(bytes);
        } catch (BuiltinException malformed) {
            throw BuiltinException.of("bad JWT header: " + malformed.problem());
        }
        if (object.get("enc") != null) {
            throw BuiltinException.of("JWT is a JWE object, which is not supported");
        }
        return object;
    }

    /** A JSON object; of members with the same name the last one counts. */
    static RegoObject object(byte[] json) {
        try {
            if (RegoJsonReader.read(json, JsonReading.AS_GO) instanceof RegoObject object) {
                return object;
            }
        } catch (MalformedJsonException malformed) {
            throw BuiltinException.of("invalid JSON: " + malformed.getMessage());
        }
        throw BuiltinException.of("decoded JSON type was not an Object");
    }

    static Header read(RegoObject header) {
        Set<String> critical = new HashSet<>();
        RegoValue list = header.get("crit");
        if (list != null) {
            if (!(list instanceof RegoArray array)) {
                throw BuiltinException.of("crit: must be a list");
            }
            for (RegoValue name : array.items()) {
                if (!(name instanceof RegoString text)) {
                    break;
                }
                critical.add(text.text());
            }
            if (critical.isEmpty()) {
                throw BuiltinException.of("crit: must be a nonempty list");
            }
        }
        boolean understood = true;
        for (int i = 0; i < header.size(); i++) {
            boolean known = header.keyAt(i) instanceof RegoString key && KNOWN.contains(key.text());
            boolean named =
                    header.keyAt(i) instanceof RegoString key && critical.contains(key.text());
            understood &= known || !named;
        }
        text(header, "typ");
        return new Header(
                text(header, "alg"), text(header, "kid"), text(header, "cty"), understood);
    }

    private static String text(RegoObject header, String member) {
        RegoValue value = header.get(member);
        if (value == null) {
            return "";
        }
        if (value instanceof RegoString text) {
            return text.text();
        }
        throw BuiltinException.of(member + ": must be a string");
    }
}
