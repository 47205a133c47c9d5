package io.driftseal.decision.opa;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where the OPA program is looked for: its setting, PATH, then the user's cache of built tools. */
public final class OpaProgram {

    /** System property or environment variable that names the program. */
    public static final String SETTING = "DRIFTSEAL_OPA";

    private OpaProgram() {}

    /** The first that exists and is executable, by system properties and environment. */
    public static Optional<Path> find() {
        return find(name ->
                Optional.ofNullable(System.getProperty(name))
                        .or(() -> Optional.ofNullable(System.getenv(name))));
    }

    /**
     * @param lookup value of a system property or environment variable
     */
    public static Optional<Path> find(Function<String, Optional<String>> lookup) {
        return candidates(lookup).stream().filter(Files::isExecutable).findFirst();
    }

    private static List<Path> candidates(Function<String, Optional<String>> lookup) {
        Optional<String> setting = lookup.apply(SETTING).filter(value -> !value.isBlank());
        if (setting.isPresent()) {
            return List.of(Path.of(setting.get()));
        }
        List<Path> candidates = new ArrayList<>();
        for (String directory : lookup.apply("PATH").orElse("").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty()) {
                candidates.add(Path.of(directory, "opa"));
            }
        }
        lookup.apply("XDG_CACHE_HOME")
                .map(Path::of)
                .or(() -> lookup.apply("HOME").map(home -> Path.of(home, ".cache")))
                .map(cache -> cache.resolve(Path.of("driftseal", "tools", "bin", "opa")))
                .ifPresent(candidates::add);
        return candidates;
    }
}
