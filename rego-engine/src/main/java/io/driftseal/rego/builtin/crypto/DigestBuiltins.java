package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/** {@code crypto.md5}, {@code crypto.sha1}, {@code crypto.sha256} and {@code crypto.hmac.*}. */
public final class DigestBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "crypto.md5", digest("MD5"),
                "crypto.sha1", digest("SHA-1"),
                "crypto.sha256", digest("SHA-256"),
                "crypto.hmac.md5", hmac("MD5"),
                "crypto.hmac.sha1", hmac("SHA1"),
                "crypto.hmac.sha256", hmac("SHA256"),
                "crypto.hmac.sha512", hmac("SHA512"),
                "crypto.hmac.equal", (context, arguments) -> equal(arguments));
    }

    private static Builtin digest(String algorithm) {
        return (context, arguments) -> {
            byte[] message = Operand.regoString(arguments, 1).utf8();
            context.step(1 + message.length / 256);
            return hex(Digests.digest(algorithm, message));
        };
    }

    private static Builtin hmac(String hash) {
        return (context, arguments) -> {
            byte[] message = Operand.regoString(arguments, 1).utf8();
            byte[] key = Operand.regoString(arguments, 2).utf8();
            context.step(1 + message.length / 256);
            return hex(Digests.hmac(hash, message, key));
        };
    }

    private static RegoValue hex(byte[] bytes) {
        return RegoString.of(HexFormat.of().formatHex(bytes));
    }

    private static RegoValue equal(RegoValue[] arguments) {
        byte[] one = Operand.regoString(arguments, 1).utf8();
        byte[] two = Operand.regoString(arguments, 2).utf8();
        return RegoBoolean.of(MessageDigest.isEqual(one, two));
    }
}
