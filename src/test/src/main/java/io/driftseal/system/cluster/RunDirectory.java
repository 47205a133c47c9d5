package io.driftseal.system.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of one cluster, readable by its user alone: it holds keys.
 *
 * <pre>
 * owner            pid and start time of the harness that runs the cluster
 * keys/            certificates and keys
 * kubeconfigs/     one per identity
 * logs/            one log per program, and audit.log; kept when the cluster has ended
 * everything else  data of the programs
 * </pre>
 */
record RunDirectory(Path root) {
    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rw-------");

    Path owner() {
        return root.resolve("owner");
    }

    Path keys() {
        return root.resolve("keys");
    }

    Path key(String file) {
        return keys().resolve(file);
    }

    Path kubeconfig(String identity) {
        return root.resolve("kubeconfigs").resolve(identity + ".kubeconfig");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path log(String component) {
        return logs().resolve(component + ".log");
    }

    Path auditLog() {
        return logs().resolve("audit.log");
    }

    Path containerdSocket() {
        return root.resolve("containerd.sock");
    }

    Path resolve(String child) {
        return root.resolve(child);
    }

    void create() {
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(keys());
            Files.createDirectories(root.resolve("kubeconfigs"));
            Files.createDirectories(logs());
        } catch (IOException notWritable) {
            throw new UncheckedIOException(notWritable);
        }
    }

    Path write(String child, String text) {
        try {
            Path path = root.resolve(child);
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.deleteIfExists(path);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PRIVATE));
            return Files.writeString(path, text);
        } catch (IOException notWritable) {
            throw new UncheckedIOException(notWritable);
        }
    }

    /** Removes all but the logs; on a cluster that has ended, whose mounts ended with it. */
    void removeData() {
        try (Stream<Path> children = Files.list(root)) {
            for (Path child : children.toList()) {
                if (!child.equals(logs())) {
                    delete(child);
                }
            }
        } catch (IOException notRemoved) {
            throw new UncheckedIOException(notRemoved);
        }
    }

    void remove() {
        try {
            delete(root);
        } catch (IOException notRemoved) {
            throw new UncheckedIOException(notRemoved);
        }
    }

    private static void delete(Path tree) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
