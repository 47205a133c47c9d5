package io.driftseal.stamp;

import static io.driftseal.stamp.Fixtures.KEY;
import static io.driftseal.stamp.Fixtures.RING;
import static io.driftseal.stamp.Fixtures.STRANGER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key files: whole, private, for one purpose, and never quoted. */
class KeyFilesTest {

    @TempDir private Path directory;
    private Path signing;
    private Path verification;

    @BeforeEach
    void writeBoth() throws Exception {
        signing = directory.resolve(KeyFiles.signingFileName(KeyPurpose.STAMP));
        verification = directory.resolve(KeyFiles.verificationFileName(KeyPurpose.STAMP));
        var ring = new SigningKeyRing(List.of(KEY, STRANGER));
        KeyFiles.writeSigning(signing, KeyPurpose.STAMP, ring);
        KeyFiles.writeVerification(verification, KeyPurpose.STAMP, ring.verificationKeys());
    }

    @Test
    void readsBackWhatItWrote() throws Exception {
        // When both files are read
        SigningKeyRing keys = KeyFiles.readSigning(signing, KeyPurpose.STAMP);
        VerificationKeyRing known = KeyFiles.readVerification(verification, KeyPurpose.STAMP);

        // Then one signs what the other verifies, and ids and times are kept
        assertThat(keys.verificationKeys()).isEqualTo(known);
        assertThat(known.keys())
                .extracting(VerificationKey::kid)
                .containsExactly(KEY.kid(), STRANGER.kid());
        assertThat(known.keys().getFirst().notAfter()).isEqualTo(KEY.notAfter());
        byte[] message = "message".getBytes(UTF_8);
        assertThat(known.keys().getFirst().verifies(message, keys.keys().getFirst().sign(message)))
                .isTrue();
    }

    @Test
    void keepsPrivateFilesPrivate() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(signing)))
                .isEqualTo("rw-------");
        assertThat(directory.toFile().list()).hasSize(2);
        assertThat(Files.readString(verification)).doesNotContain("privateKey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-", "rw-----w-"})
    void refusesAPrivateFileThatIsOpenToOthers(String mode) throws Exception {
        // Given a file whose mode lets others in
        Files.setPosixFilePermissions(signing, PosixFilePermissions.fromString(mode));

        // When it is read, Then it is refused with what to do
        assertThatThrownBy(() -> KeyFiles.readSigning(signing, KeyPurpose.STAMP))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageContaining(mode);
    }

    @Test
    void refusesAFileOfAnotherPurpose() {
        assertThatThrownBy(() -> KeyFiles.readSigning(signing, KeyPurpose.CHECKPOINT))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("use is not checkpoint-signing");
        assertThatThrownBy(() -> KeyFiles.readVerification(signing, KeyPurpose.STAMP))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("use is not stamp-verification");
    }

    @Test
    void saysWhatToDoAboutAMissingFile() {
        assertThatThrownBy(() -> KeyFiles.readSigning(directory.resolve("none"), KeyPurpose.STAMP))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("none")
                .hasMessageContaining("keys init");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "version":1 | "version":2 | version is not 1
                    "version":1, | "version":1,"x":1, | not known
                    "kid" | "id" | kid is missing
                    "notAfter":"2027 | "notAfter":"2025 | later than its notBefore
                    "keys":[ | "keys":[{}, | kid is missing
                    "privateKey":" | "privateKey":"!!!! | privateKey is not base64
                    "privateKey":" | "privateKey":"AAAA | 32 bytes
                    "use":"stamp-signing", | | use is missing
                    """)
    void refusesAFileOutOfShapeAndQuotesNoKey(String text, String replacement, String reason)
            throws Exception {
        // Given a private file with one mistake
        String good = Files.readString(signing);
        assertThat(good).contains(text);
        Files.writeString(signing, good.replace(text, replacement == null ? "" : replacement));

        // When it is read, Then the reason is named and no key is
        assertThatThrownBy(() -> KeyFiles.readSigning(signing, KeyPurpose.STAMP))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(reason)
                .satisfies(e -> assertThat(trace(e)).doesNotContain(secret()));
    }

    @Test
    void showsNoPrivateKeyInAnyText() {
        assertThat(KEY.toString()).contains(KEY.kid()).doesNotContain(secret());
        assertThat(RING.toString()).doesNotContain(secret());
    }

    @Test
    void refusesRingsThatCannotBeMeant() {
        assertThatThrownBy(() -> new SigningKeyRing(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SigningKeyRing(List.of(KEY, KEY)))
                .hasMessageContaining("twice");
        assertThatThrownBy(() ->
                        new VerificationKeyRing(
                                List.of(KEY.verificationKey(), KEY.verificationKey())))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new VerificationKey("UPPER", Fixtures.THIS_YEAR, new byte[32]))
                .hasMessageContaining("key id");
        assertThatThrownBy(() -> new VerificationKey("short", Fixtures.THIS_YEAR, new byte[31]))
                .hasMessageContaining("32 bytes");
    }

    private static String secret() {
        return Base64.getEncoder().encodeToString(KEY.seed()).substring(0, 12);
    }

    private static String trace(Throwable thrown) {
        var text = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
