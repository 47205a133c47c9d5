package io.driftseal.system.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks for a program in the places a user expects it to be taken from, in this order: its own
 * environment variable, {@code KUBEBUILDER_ASSETS} for what envtest keeps there, PATH if the
 * program there is the pinned version, the cache.
 */
final class ToolSearch {
    private static final Set<String> ENVTEST_PROGRAMS = Set.of("kube-apiserver", "etcd", "kubectl");

    /** Where administrators' programs live; often missing from the PATH of a CI job. */
    private static final List<String> SYSTEM_FOLDERS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private final Map<String, String> environment;
    private final ToolCache cache;

    ToolSearch(Map<String, String> environment, ToolCache cache) {
        this.environment = Map.copyOf(environment);
        this.cache = cache;
    }

    /**
     * @throws ToolException if the environment names a program that is not there: taking another
     *     one silently would hide the mistake
     */
    Optional<Found> find(Tool tool, Program program) throws ToolException, InterruptedException {
        Optional<Found> named = named(program);
        if (named.isPresent()) {
            return named;
        }
        Optional<Path> onPath =
                tool.route() instanceof Route.DistributionPackage
                        ? onPath(program.name()).filter(ToolSearch::usable).findFirst()
                        : pinnedOnPath(program);
        if (onPath.isPresent()) {
            return onPath.map(path -> new Found(program, path, Found.Place.PATH));
        }
        return cache.find(tool, program).map(path -> new Found(program, path, Found.Place.CACHE));
    }

    private Optional<Found> named(Program program) throws ToolException {
        String own = environment.getOrDefault(program.environmentVariable(), "");
        if (!own.isEmpty()) {
            return Optional.of(named(program, program.environmentVariable(), Path.of(own)));
        }
        String assets = environment.getOrDefault("KUBEBUILDER_ASSETS", "");
        if (!assets.isEmpty() && ENVTEST_PROGRAMS.contains(program.name())) {
            Path path = Path.of(assets, program.name());
            return Optional.of(named(program, "KUBEBUILDER_ASSETS", path));
        }
        return Optional.empty();
    }

    private static Found named(Program program, String variable, Path path) throws ToolException {
        if (!Files.isExecutable(path)) {
            throw new ToolException(
                    "%s says that %s is %s, but there is no program: correct it or unset it."
                            .formatted(variable, program.name(), path));
        }
        return new Found(program, path.toAbsolutePath(), Found.Place.ENVIRONMENT);
    }

    private Optional<Path> pinnedOnPath(Program program) throws InterruptedException {
        if (program.versionArguments().isEmpty()) {
            return Optional.empty();
        }
        for (Path candidate : onPath(program.name()).toList()) {
            Optional<String> answer = Command.ask(candidate, program.versionArguments());
            if (answer.filter(text -> text.contains(program.versionText())).isPresent()) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Every program of that name on PATH that is not one of our own links. */
    Stream<Path> onPath(String name) {
        List<String> folders =
                new ArrayList<>(Arrays.asList(environment.getOrDefault("PATH", "").split(":", -1)));
        folders.addAll(SYSTEM_FOLDERS);
        return folders.stream()
                .filter(folder -> folder.startsWith("/"))
                .distinct()
                .map(folder -> Path.of(folder, name))
                .filter(path -> !path.startsWith(cache.root()))
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path));
    }

    /** A container image holds one file: a busybox that needs a loader would not start in it. */
    private static boolean usable(Path program) {
        if (!program.endsWith("busybox")) {
            return true;
        }
        try {
            return ElfFile.isStatic(program);
        } catch (IOException notReadable) {
            return false;
        }
    }
}
