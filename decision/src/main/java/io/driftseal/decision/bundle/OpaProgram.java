package io.driftseal.decision.bundle;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the OPA program is looked for: system property {@code driftseal.opa}, environment variable
 * {@code DRIFTSEAL_OPA}, the links that {@code ./driftseal tools} keeps in the user's cache, PATH.
 */
public final class OpaProgram {

    /** System property that names the program. */
    public static final String PROPERTY = "driftseal.opa";

    /** Environment variable that names the program. */
    public static final String VARIABLE = "DRIFTSEAL_OPA";

    private OpaProgram() {}

    /**
     * The first that exists and is executable, by this process's properties and an environment.
     *
     * @param environment of the process, handed in by its Main
     */
    public static Optional<Path> find(Map<String, String> environment) {
        return find(
                Optional.ofNullable(System.getProperty(PROPERTY)),
                name -> Optional.ofNullable(environment.get(name)));
    }

    /**
     * As {@link #find(Map)}. Where the program is named, by either way, it is that one or none.
     *
     * @param property value of the system property
     * @param environment value of an environment variable
     */
    public static Optional<Path> find(
            Optional<String> property, Function<String, Optional<String>> environment) {
        return candidates(property, environment).stream().filter(Files::isExecutable).findFirst();
    }

    private static List<Path> candidates(
            Optional<String> property, Function<String, Optional<String>> environment) {
        Optional<String> named =
                property.or(() -> environment.apply(VARIABLE)).filter(value -> !value.isBlank());
        if (named.isPresent()) {
            return List.of(Path.of(named.get()));
        }
        List<Path> candidates = new ArrayList<>();
        environment
                .apply("XDG_CACHE_HOME")
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .or(() -> environment.apply("HOME").map(home -> Path.of(home, ".cache")))
                .map(cache -> cache.resolve(Path.of("driftseal", "tools", "bin", "opa")))
                .ifPresent(candidates::add);
        for (String directory :
                environment.apply("PATH").orElse("").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty()) {
                candidates.add(Path.of(directory, "opa"));
            }
        }
        return candidates;
    }
}
