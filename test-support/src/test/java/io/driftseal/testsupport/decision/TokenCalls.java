package io.driftseal.testsupport.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Calls that verify a token: of each algorithm one that holds, and one whose key is another's. */
final class TokenCalls {

    private static final int RSA_BITS = 2048;

    private TokenCalls() {}

    static Map<String, List<String>> all() {
        try {
            Map<String, List<String>> calls = new TreeMap<>();
            KeyPair rsa = rsa();
            KeyPair other = rsa();
            for (int bits : new int[] {256, 384, 512}) {
                String hash = "SHA-" + bits;
                calls.put(
                        "io.jwt.verify_rs" + bits,
                        verifying(rsa, other, "RS" + bits, "SHA" + bits + "withRSA", null));
                calls.put(
                        "io.jwt.verify_ps" + bits,
                        verifying(
                                rsa,
                                other,
                                "PS" + bits,
                                "RSASSA-PSS",
                                new PSSParameterSpec(
                                        hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1)));
                String curve = "secp" + (bits == 512 ? 521 : bits) + "r1";
                calls.put(
                        "io.jwt.verify_es" + bits,
                        verifying(
                                ec(curve),
                                ec(curve),
                                "ES" + bits,
                                "SHA" + bits + "withECDSAinP1363Format",
                                null));
                calls.put("io.jwt.verify_hs" + bits, shared(bits));
            }
            calls.put(
                    "io.jwt.verify_eddsa",
                    verifying(edwards(), edwards(), "EdDSA", "Ed25519", null));
            return calls;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs so", e);
        }
    }

    private static List<String> verifying(
            KeyPair keys,
            KeyPair others,
            String algorithm,
            String signing,
            @Nullable AlgorithmParameterSpec parameters)
            throws GeneralSecurityException {
        String signed = unsigned(algorithm);
        Signature signature = Signature.getInstance(signing);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes(UTF_8));
        String token = signed + "." + base64(signature.sign());
        return List.of(call(token, pem(keys)), call(token, pem(others)));
    }

    private static List<String> shared(int bits) throws GeneralSecurityException {
        String signed = unsigned("HS" + bits);
        Mac mac = Mac.getInstance("HmacSHA" + bits);
        mac.init(new SecretKeySpec("secret".getBytes(UTF_8), "HMAC"));
        String token = signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
        return List.of(call(token, "secret"), call(token, "other"));
    }

    private static String unsigned(String algorithm) {
        return base64(("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}").getBytes(UTF_8))
                + "."
                + base64("{\"sub\":\"web\"}".getBytes(UTF_8));
    }

    private static String call(String token, String key) {
        return "(\"" + token + "\", \"" + key.replace("\n", "\\n") + "\")";
    }

    private static String pem(KeyPair keys) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS);
        return generator.generateKeyPair();
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static KeyPair edwards() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
}
