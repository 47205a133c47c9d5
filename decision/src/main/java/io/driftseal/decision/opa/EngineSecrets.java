package io.driftseal.decision.opa;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What one run of the program and its asker share. The program gets a hash of the token and the
 * secret of the proof by its environment, which only its own user can read; nothing is on disk or
 * in arguments.
 */
final class EngineSecrets {

    private static final int BYTES = 32;

    private final String token;
    private final String proofSecret;

    private EngineSecrets(String token, String proofSecret) {
        this.token = token;
        this.proofSecret = proofSecret;
    }

    static EngineSecrets random(RandomGenerator random) {
        return new EngineSecrets(randomHex(random), randomHex(random));
    }

    String token() {
        return token;
    }

    Map<String, String> environment() {
        return Map.of(
                "DRIFTSEAL_TOKEN_SHA256", sha256(token), "DRIFTSEAL_PROOF_SECRET", proofSecret);
    }

    /** What the program that has the secret answers to the challenge. */
    String proof(String challenge) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(utf8(proofSecret), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(utf8(challenge)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static String randomHex(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(utf8(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
