package io.driftseal.system.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Installs packages with apt-get, where there is one and we are allowed to. */
final class DistributionPackages {
    private final ToolSearch search;
    private final PrintStream out;

    DistributionPackages(ToolSearch search, PrintStream out) {
        this.search = search;
        this.out = out;
    }

    void install(List<String> packages) throws ToolException, IOException, InterruptedException {
        String names = String.join(" ", packages);
        Path aptGet =
                search.onPath("apt-get")
                        .findFirst()
                        .orElseThrow(() ->
                                new ToolException(
                                        "Install these with your package manager (Debian's"
                                                + " names): "
                                                + names));
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new ToolException("Install these as root: apt-get install " + names);
        }
        out.println("Installing with apt-get: " + names);
        out.flush();
        if (run(aptGet, packages) != 0) {
            // Empty or stale package lists are the usual reason.
            apt(aptGet, List.of("update"));
            if (run(aptGet, packages) != 0) {
                throw new ToolException(
                        "apt-get could not install them; see why with: apt-get install " + names);
            }
        }
    }

    private static int run(Path aptGet, List<String> packages)
            throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("install", "-y", "--no-install-recommends"));
        arguments.addAll(packages);
        return apt(aptGet, arguments);
    }

    private static int apt(Path aptGet, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(aptGet.toString(), "-q"));
        line.addAll(arguments);
        return new Command(line, Path.of("/"), Map.of("DEBIAN_FRONTEND", "noninteractive"))
                .run(ignored -> {})
                .exitCode();
    }
}
