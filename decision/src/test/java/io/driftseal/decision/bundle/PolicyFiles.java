package io.driftseal.decision.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of a policy directory. */
final class PolicyFiles {

    private PolicyFiles() {}

    static List<Path> withoutTests(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> path.toString().endsWith(".rego"))
                    .filter(path -> !path.toString().endsWith("_test.rego"))
                    .sorted()
                    .toList();
        }
    }
}
