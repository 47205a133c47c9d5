package io.driftseal.system.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds tools by {@code go} into the cache: static, without symbols, without our paths in them.
 */
final class GoBuild {
    private static final int SHOWN_LINES = 25;

    private final Path modules;
    private final ToolCache cache;
    private final PrintStream out;
    private final InstantSource clock;

    /**
     * @param modules the folder {@code src/test/cluster} of the repository
     */
    GoBuild(Path modules, ToolCache cache, PrintStream out, InstantSource clock) {
        this.modules = modules.toAbsolutePath();
        this.cache = cache;
        this.out = out;
        this.clock = clock;
    }

    /** Whether the cache holds this tool built from what would be built now. */
    boolean isCurrent(Tool tool) throws IOException {
        return cache.builtFrom(tool, origin(tool));
    }

    void build(Tool tool, GoCommand go) throws ToolException, IOException, InterruptedException {
        String what = tool.name() + " " + tool.version();
        out.printf("Building %s (with empty caches about %d min)%n", what, tool.coldMinutes());
        out.flush();
        Progress progress = new Progress(out, clock, what);
        Path folder = cache.newBuildFolder(tool);
        Command.Result result = command(tool, go, folder).run(line -> progress.step());
        if (result.exitCode() != 0) {
            List<String> lines = result.lastLines();
            List<String> end = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
            throw new ToolException(
                    "%s could not be built by %s:%n%s"
                            .formatted(what, go.path(), String.join("\n", end)));
        }
        linkNames(tool, folder);
        cache.publish(tool, folder, origin(tool));
        progress.done();
    }

    private Command command(Tool tool, GoCommand go, Path folder) {
        List<String> line = new ArrayList<>();
        line.add(go.path().toString());
        Map<String, String> environment = new HashMap<>();
        environment.put("CGO_ENABLED", "0");
        environment.put("GOWORK", "off");
        Path directory =
                switch (tool.route()) {
                    case Route.GoModule module -> {
                        line.addAll(List.of("build", "-v", "-trimpath", "-buildvcs=false"));
                        line.addAll(ldflags(module.linkerFlags()));
                        line.addAll(List.of("-o", folder.resolve(tool.name()).toString(), "."));
                        yield modules.resolve(module.directory());
                    }
                    case Route.GoTools tools -> {
                        line.addAll(List.of("build", "-v", "-trimpath", "-buildvcs=false"));
                        line.addAll(ldflags(List.of()));
                        line.addAll(List.of("-o", folder + "/"));
                        line.addAll(tools.packages());
                        yield modules.resolve(tools.directory());
                    }
                    case Route.GoInstall install -> {
                        environment.put("GOBIN", folder.toString());
                        line.addAll(List.of("install", "-v", "-trimpath", "-buildvcs=false"));
                        line.addAll(ldflags(install.linkerFlags()));
                        if (!install.tags().isEmpty()) {
                            line.addAll(List.of("-tags", String.join(",", install.tags())));
                        }
                        line.addAll(install.packages());
                        yield folder;
                    }
                    case Route.DistributionPackage distribution ->
                            throw new IllegalArgumentException(
                                    "not built by go: " + distribution.packageName());
                };
        return new Command(line, directory, environment);
    }

    private static List<String> ldflags(List<String> flags) {
        return List.of("-ldflags", ("-s -w " + String.join(" ", flags)).strip());
    }

    /** A build with one output and other program names is a program that looks at its own name. */
    private static void linkNames(Tool tool, Path folder) throws IOException {
        for (Program program : tool.programs()) {
            Path path = folder.resolve(program.name());
            if (!Files.exists(path)) {
                Files.createSymbolicLink(path, Path.of(tool.name()));
            }
        }
    }

    /** A digest over everything that decides what comes out, but for the go command itself. */
    private String origin(Tool tool) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new UncheckedIOException(new IOException(everyJdkHasIt));
        }
        digest.update(tool.route().toString().getBytes(StandardCharsets.UTF_8));
        Optional<String> directory = sources(tool.route());
        if (directory.isPresent()) {
            for (String file : List.of("go.mod", "go.sum", "main.go")) {
                Path path = modules.resolve(directory.get()).resolve(file);
                if (Files.exists(path)) {
                    digest.update(Files.readAllBytes(path));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Optional<String> sources(Route route) {
        return switch (route) {
            case Route.GoModule module -> Optional.of(module.directory());
            case Route.GoTools tools -> Optional.of(tools.directory());
            case Route.GoInstall _, Route.DistributionPackage _ -> Optional.empty();
        };
    }
}
