package io.driftseal.rego.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The program that makes the plans of all cases in one go, and the cases in OPA's Go module. Where
 * {@code ./driftseal tools} has not built the program, or the module is not there, go does it now.
 */
public final class CaseProgram {

    private static final String MODULE = "github.com/open-policy-agent/opa";
    private static final String VERSION = "v1.22.2";
    private static final String CASES = "v1/test/cases/testdata";

    /** As the catalogue of tools names the program that reads both suites. */
    private static final String BUILT = "rego-plans-1.22.2-3";

    private CaseProgram() {}

    /** All cases of both suites, by the name of the suite: one JSON document per line. */
    static Map<String, List<String>> lines() throws IOException, InterruptedException {
        Path sources = sources();
        Path cases = module(sources).resolve(CASES);
        String program = program(sources).toString();
        String now = output(sources, program, cases.resolve("v1").toString());
        String before = output(sources, program, "-v0", cases.resolve("v0").toString());
        return Map.of("v1", now.lines().toList(), "v0", before.lines().toList());
    }

    private static Path sources() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("src/test/cluster/rego-plans"))) {
            directory =
                    Objects.requireNonNull(
                            directory.getParent(), "src/test/cluster/rego-plans is in no parent");
        }
        return directory.resolve("src/test/cluster/rego-plans");
    }

    /** OPA's Go module, with its sources and its tests. */
    public static Path module() throws IOException, InterruptedException {
        return module(sources());
    }

    private static Path module(Path sources) throws IOException, InterruptedException {
        String cache = output(sources, "go", "env", "GOMODCACHE").strip();
        Path module = Path.of(cache, (MODULE + "@" + VERSION).split("/"));
        if (!Files.isDirectory(module.resolve(CASES))) {
            var _ = output(sources, "go", "mod", "download", MODULE + "@" + VERSION);
        }
        return module;
    }

    private static Path program(Path sources) throws IOException, InterruptedException {
        Map<String, String> environment = System.getenv();
        String cache =
                environment.getOrDefault(
                        "XDG_CACHE_HOME", environment.getOrDefault("HOME", "/root") + "/.cache");
        Path built = Path.of(cache, "driftseal", "tools", BUILT, "rego-plans");
        if (Files.isExecutable(built)) {
            return built;
        }
        Path own = Path.of("target", "rego-plans").toAbsolutePath();
        var _ =
                output(
                        sources,
                        "go",
                        "build",
                        "-trimpath",
                        "-buildvcs=false",
                        "-o",
                        own.toString(),
                        ".");
        return own;
    }

    private static String output(Path directory, String... command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(Map.of("CGO_ENABLED", "0", "GOWORK", "off"));
        Path errors = Files.createTempFile("rego-plans", ".err");
        try {
            Process process = builder.redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(
                        String.join(" ", command) + " failed: " + Files.readString(errors));
            }
            return output;
        } finally {
            Files.delete(errors);
        }
    }
}
