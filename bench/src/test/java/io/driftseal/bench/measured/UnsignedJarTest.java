package io.driftseal.bench.measured;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.assertj.core.api.Assertions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real signed jar: the one that comes with its makers' signature. */
final class UnsignedJarTest {
    @TempDir Path directory;

    @Test
    void onlyTheSignatureIsGone() throws Exception {
        // Given
        Path signed = jarOf(X509CertificateHolder.class);
        Map<String, Long> expected = new TreeMap<>(contents(signed));
        boolean hadOne = expected.keySet().removeIf(name -> name.matches(".*\\.(SF|RSA|DSA|EC)"));
        expected.remove(JarFile.MANIFEST_NAME);
        // When
        Path unsigned = UnsignedJar.of(signed, directory.resolve("unsigned"));
        // Then
        assertThat(hadOne).as("signed at all").isTrue();
        Map<String, Long> actual = new TreeMap<>(contents(unsigned));
        actual.remove(JarFile.MANIFEST_NAME);
        assertThat(actual).isEqualTo(expected);
        try (JarFile jar = new JarFile(unsigned.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release"))
                    .as("versions of classes for newer Java stay in use")
                    .isEqualTo("true");
            assertThat(jar.getManifest().getEntries()).isEmpty();
        }
    }

    @Test
    void aCopyThatIsThereIsUsedAgain() throws Exception {
        // Given
        Path signed = jarOf(X509CertificateHolder.class);
        Path copy = UnsignedJar.of(signed, directory);
        Object written = Files.getAttribute(copy, "unix:ctime");
        // When
        UnsignedJar.of(signed, directory);
        // Then
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(Files.getLastModifiedTime(signed));
        assertThat(Files.getAttribute(copy, "unix:ctime")).isEqualTo(written);
    }

    @Test
    void aCopyThatIsNotWholeIsMadeAgain() throws Exception {
        // Given
        Path signed = jarOf(X509CertificateHolder.class);
        Path copy = UnsignedJar.of(signed, directory);
        byte[] whole = Files.readAllBytes(copy);
        Files.write(copy, Arrays.copyOf(whole, whole.length / 2));
        // When
        UnsignedJar.of(signed, directory);
        // Then
        assertThat(Files.readAllBytes(copy)).isEqualTo(whole);
    }

    @Test
    void aJarThatNobodySignedIsUsedAsItIs() throws Exception {
        // Given
        Path jar = jarOf(Assertions.class);
        // When, then
        assertThat(UnsignedJar.of(jar, directory.resolve("unsigned"))).isEqualTo(jar);
        assertThat(directory.resolve("unsigned")).doesNotExist();
    }

    private static Path jarOf(Class<?> type) throws Exception {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return Path.of(source.getLocation().toURI());
    }

    private static Map<String, Long> contents(Path file) throws Exception {
        Map<String, Long> checksums = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            List<JarEntry> entries = new ArrayList<>(jar.stream().toList());
            entries.forEach(entry -> checksums.put(entry.getName(), entry.getCrc()));
        }
        return checksums;
    }
}
