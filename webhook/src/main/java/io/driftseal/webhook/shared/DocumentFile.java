package io.driftseal.webhook.shared;

import io.driftseal.service.certificate.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * In a file of mode 0600; for one process, or several on one machine that share its directory. A
 * lock file beside it keeps two writers apart, the version is the content's digest.
 */
public final class DocumentFile implements SharedDocument {
    /** File locks are the process's: within it, writers wait here. */
    private static final Object PROCESS = new Object();

    private final Path file;

    public DocumentFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public Stored read() throws IOException {
        if (!Files.exists(file)) {
            return new Stored("", Optional.empty());
        }
        String text = Files.readString(file);
        return new Stored(digest(text), Optional.of(text));
    }

    @Override
    public boolean replace(Stored expected, String text) throws IOException {
        Path directory = Objects.requireNonNull(file.getParent(), "a file has a parent");
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        synchronized (PROCESS) {
            try (FileChannel lock =
                            FileChannel.open(
                                    directory.resolve("." + file.getFileName() + ".lock"),
                                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
                    var held = lock.lock()) {
                if (!held.isValid() || !read().version().equals(expected.version())) {
                    return false;
                }
                PrivateFiles.write(file, text);
                return true;
            }
        }
    }

    @Override
    public String place() {
        return "file " + file;
    }

    private static String digest(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
