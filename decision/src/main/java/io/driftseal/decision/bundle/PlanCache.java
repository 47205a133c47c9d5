package io.driftseal.decision.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled policies in a directory of this user alone, so that a restart need not compile. What was
 * damaged on the disk is compiled again; whoever can write there as this user could as well replace
 * the program.
 */
final class PlanCache {

    private static final Logger LOG = LoggerFactory.getLogger(PlanCache.class);
    private static final int MAXIMUM_ENTRIES = 4;
    private static final int DIGEST = 32;
    private static final long MAXIMUM_BYTES = 64L * 1024 * 1024;

    private final Path directory;

    PlanCache(Path directory) {
        this.directory = directory;
    }

    /** What was kept by this name, whole. */
    Optional<byte[]> find(String name) {
        Path file = directory.resolve(name);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAXIMUM_BYTES) {
                return Optional.empty();
            }
            byte[] kept = Files.readAllBytes(file);
            if (kept.length < DIGEST) {
                return Optional.empty();
            }
            byte[] content = Arrays.copyOfRange(kept, DIGEST, kept.length);
            return MessageDigest.isEqual(sha256(content), Arrays.copyOf(kept, DIGEST))
                    ? Optional.of(content)
                    : Optional.empty();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("file", name).log("compiled policies cannot be read");
            return Optional.empty();
        }
    }

    /** Keeps it if that is possible; a full disk costs the next start a second, not this one. */
    void keep(String name, byte[] content) {
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Path written = Files.createTempFile(directory, ".written", "");
            try (var out = Files.newOutputStream(written)) {
                out.write(sha256(content));
                out.write(content);
            }
            Files.move(
                    written,
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forgetOldest();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("file", name).log("compiled policies cannot be kept");
        }
    }

    private void forgetOldest() throws IOException {
        List<Path> byAge;
        try (Stream<Path> files = Files.list(directory)) {
            byAge = files.sorted(Comparator.comparing(PlanCache::changed).reversed()).toList();
        }
        for (Path old : byAge.subList(Math.min(MAXIMUM_ENTRIES, byAge.size()), byAge.size())) {
            Files.deleteIfExists(old);
        }
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
