package io.driftseal.decision.source.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * A key pair or secret that bundles are signed with.
 *
 * @param signing as {@code opa build --signing-key} takes it from a file, or as the secret itself
 * @param verifying as the file of verification keys holds it
 */
record SigningKey(String algorithm, String signing, String verifying, KeyPair pair) {

    static SigningKey of(String algorithm) throws GeneralSecurityException {
        return switch (algorithm.substring(0, 2)) {
            case "ES" -> elliptic(algorithm);
            case "HS" -> {
                String secret = "0123456789abcdef".repeat(4);
                yield new SigningKey(algorithm, secret, secret, none());
            }
            default -> rsa(algorithm, 2048);
        };
    }

    static SigningKey rsa(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return of(algorithm, generator.generateKeyPair());
    }

    private static SigningKey elliptic(String algorithm) throws GeneralSecurityException {
        String curve =
                switch (algorithm) {
                    case "ES256" -> "secp256r1";
                    case "ES384" -> "secp384r1";
                    default -> "secp521r1";
                };
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return of(algorithm, generator.generateKeyPair());
    }

    private static SigningKey of(String algorithm, KeyPair pair) {
        return new SigningKey(
                algorithm,
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
                pem("PUBLIC KEY", pair.getPublic().getEncoded()),
                pair);
    }

    private static KeyPair none() {
        return new KeyPair(null, null);
    }

    /** A token of this key with any payload. */
    String token(String id, String payload) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID(id).build();
        var token = new JWSObject(header, new Payload(payload));
        token.sign(new ECDSASigner((ECPrivateKey) pair.getPrivate()));
        return token.serialize();
    }

    private static String pem(String type, byte[] encoded) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }
}
