package io.driftseal.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where tests find the programs they start, such as {@code opa}.
 *
 * <p>Order: system property {@code driftseal.opa}, environment variable {@code DRIFTSEAL_OPA}, the
 * links that {@code ./driftseal tools} keeps in {@code
 * ${XDG_CACHE_HOME:-~/.cache}/driftseal/tools/bin}, PATH. The links come before PATH because that
 * command has already preferred a program on PATH where it is the pinned version; what PATH holds
 * besides is some other version.
 */
public final class ProgramLocator {
    private static final List<String> SYSTEM_FOLDERS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private final Map<String, String> environment;
    private final UnaryOperator<String> properties;

    /**
     * @param properties value of a system property, or an empty string
     */
    ProgramLocator(Map<String, String> environment, UnaryOperator<String> properties) {
        this.environment = Map.copyOf(environment);
        this.properties = properties;
    }

    /** The locator of this process. */
    public static ProgramLocator ofProcess() {
        return new ProgramLocator(System.getenv(), name -> System.getProperty(name, ""));
    }

    /**
     * The absolute path of a program.
     *
     * @param program name such as {@code opa} or, for a CNI plug-in, {@code cni/bridge}
     * @throws IllegalStateException if it is nowhere; the message says what to run
     */
    public Path locate(String program) {
        return find(program)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "The program %s was not found. Run ./driftseal tools, or set %s to its path."
                                        .formatted(program, variable(program))));
    }

    /** Like {@link #locate} where its absence has a meaning. */
    public Optional<Path> find(String program) {
        String property =
                properties.apply("driftseal." + program.toLowerCase(Locale.ROOT).replace('/', '.'));
        for (String named : List.of(property, environment.getOrDefault(variable(program), ""))) {
            if (!named.isEmpty()) {
                return Optional.of(named(program, Path.of(named)));
            }
        }
        List<Path> folders = new ArrayList<>(List.of(linkFolder()));
        for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
            if (folder.startsWith("/")) {
                folders.add(Path.of(folder));
            }
        }
        SYSTEM_FOLDERS.stream().map(Path::of).forEach(folders::add);
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .findFirst();
    }

    /** The folder of links that {@code ./driftseal tools} fills. */
    public Path linkFolder() {
        String cacheHome = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base =
                cacheHome.startsWith("/")
                        ? Path.of(cacheHome)
                        : Path.of(environment.getOrDefault("HOME", "/root"), ".cache");
        return base.resolve(Path.of("driftseal", "tools", "bin"));
    }

    /** Another program in its place would hide the mistake of whoever set it. */
    private static Path named(String program, Path path) {
        if (!Files.isExecutable(path)) {
            throw new IllegalStateException(
                    "%s was said to be at %s, where there is no program.".formatted(program, path));
        }
        return path.toAbsolutePath();
    }

    private static String variable(String program) {
        return "DRIFTSEAL_"
                + String.join(
                        "_",
                        Arrays.asList(program.toUpperCase(Locale.ROOT).split("[^A-Z0-9]+", -1)));
    }
}
