package io.driftseal.system.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The policies of one installation: those that are shipped, and settings that a security team adds
 * while they decide.
 */
public final class PolicyDirectory {

    private static final String TEAM = "team.json";

    private final Path directory;

    private PolicyDirectory(Path directory) {
        this.directory = directory;
    }

    /** Where they will be; empty so far. The scanner keeps what it compiles in {@code policies}. */
    static PolicyDirectory in(Path installation) {
        return new PolicyDirectory(installation.resolve("policy-directory"));
    }

    /** As {@code policyDirectory} is configured. */
    public Path path() {
        return directory;
    }

    void copyFrom(Path shipped) {
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path copy = directory.resolve(shipped.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new InstallationException("cannot copy " + shipped, e);
        }
    }

    /** From within seconds on these settings hold beside the shipped ones, in place of earlier. */
    public void addSettings(String document) {
        Path draft = directory.resolveSibling("settings.new");
        try {
            Files.writeString(draft, document);
            Files.move(draft, settings(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new InstallationException("cannot write " + settings(), e);
        }
    }

    /** Takes back what was added, if anything was. */
    public void removeSettings() {
        try {
            Files.deleteIfExists(settings());
        } catch (IOException e) {
            throw new InstallationException("cannot delete " + settings(), e);
        }
    }

    private Path settings() {
        return directory.resolve("data").resolve(TEAM);
    }
}
