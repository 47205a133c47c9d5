package io.driftseal.decision.loading;

import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies that decided last, on the disk of this user alone: one folder for each revision,
 * named by it, and a file that says which. What does not hash to its name is not used.
 */
final class LastGood {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
    private static final String POINTER = "current";
    private static final int REVISION_LENGTH = 64;

    private final Path directory;

    LastGood(Path directory) {
        this.directory = directory;
    }

    Optional<PolicyBundle> find() {
        try {
            Path pointer = directory.resolve(POINTER);
            if (!Files.isRegularFile(pointer) || Files.size(pointer) != REVISION_LENGTH) {
                return Optional.empty();
            }
            String revision = Files.readString(pointer);
            if (!revision.matches("[0-9a-f]{64}")) {
                return Optional.empty();
            }
            return Optional.of(PolicyBundle.read(directory.resolve(revision)))
                    .filter(bundle -> bundle.revision().equals(revision));
        } catch (IOException | PolicyRefusedException e) {
            LOG.atWarn().setCause(e).log("the last good policies cannot be read");
            return Optional.empty();
        }
    }

    /** Keeps them if that is possible: a full disk must not keep new policies from deciding. */
    void keep(PolicyBundle bundle) {
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Path folder = directory.resolve(bundle.revision());
            if (!Files.exists(folder)) {
                Path written = Files.createTempDirectory(directory, "written-");
                bundle.keepIn(written);
                Files.move(written, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            Path pointer = Files.createTempFile(directory, "pointer-", "");
            Files.writeString(pointer, bundle.revision());
            Files.move(
                    pointer,
                    directory.resolve(POINTER),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forgetAllBut(bundle.revision());
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("policies cannot be kept for the next start");
        }
    }

    private void forgetAllBut(String revision) throws IOException {
        List<Path> others;
        try (Stream<Path> entries = Files.list(directory)) {
            others =
                    entries.filter(entry -> !entry.endsWith(revision) && !entry.endsWith(POINTER))
                            .toList();
        }
        others.forEach(PolicyBundle::delete);
    }
}
