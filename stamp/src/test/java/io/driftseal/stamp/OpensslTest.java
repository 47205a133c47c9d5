package io.driftseal.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stamp verifies by code that is not ours, and by none of our classes but the issuer. */
class OpensslTest {

    /** DER in front of a raw Ed25519 public key (RFC 8410). */
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");

    @TempDir private Path directory;

    @Test
    void opensslVerifiesAStampAndRefusesAChangedOne() throws Exception {
        // Given a stamp, taken apart as text, and the public key as PEM
        String stamp = Fixtures.podStamp();
        byte[] payload = Base64.getDecoder().decode(member(stamp, "payload"));
        byte[] signature = Base64.getDecoder().decode(member(stamp, "sig"));
        String type = "application/vnd.in-toto+json";
        byte[] head =
                ("DSSEv1 " + type.length() + " " + type + " " + payload.length + " ")
                        .getBytes(UTF_8);
        Path message = directory.resolve("message");
        Files.write(message, concat(head, payload));
        Path sig = Files.write(directory.resolve("signature"), signature);
        byte[] der = concat(ED25519_PREFIX, Fixtures.KEY.verificationKey().publicKey());
        Path key = directory.resolve("key.pem");
        Files.writeString(
                key,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getEncoder().encodeToString(der)
                        + "\n-----END PUBLIC KEY-----\n");

        // When openssl verifies it, Then it says yes
        assertThat(openssl(key, sig, message)).isZero();

        // And when a byte of the statement is changed, Then it says no
        payload[payload.length - 3] ^= 1;
        Files.write(message, concat(head, payload));
        assertThat(openssl(key, sig, message)).isEqualTo(1);
    }

    private static int openssl(Path key, Path signature, Path message) throws InterruptedException {
        try {
            return new ProcessBuilder(
                            "openssl",
                            "pkeyutl",
                            "-verify",
                            "-pubin",
                            "-rawin",
                            "-inkey",
                            key.toString(),
                            "-sigfile",
                            signature.toString(),
                            "-in",
                            message.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return fail(
                    "this test needs openssl 3 on the PATH; install the distribution's package"
                            + " openssl",
                    e);
        }
    }

    private static String member(String stamp, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(stamp);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
