package io.driftseal.rego;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code opa} program over a directory of policies. */
public final class OpaOracle {

    private static final Pattern POLICY = Pattern.compile("p(\\d+)\\.rego");
    private static final int TIMEOUT_SECONDS = 120;

    private final Path program;
    private final Path directory;
    private final List<String> options;

    /**
     * A program and where its policies are written.
     *
     * @param options for {@code build} and {@code run}
     */
    OpaOracle(Path program, Path directory, List<String> options) {
        this.program = program;
        this.directory = directory;
        this.options = options;
    }

    /** Where the program is: named by property or environment, or where the tools are kept. */
    public static Optional<Path> program() {
        String named = System.getProperty("driftseal.opa", System.getenv("DRIFTSEAL_OPA"));
        Path kept =
                Path.of(
                        System.getProperty("user.home"),
                        ".cache",
                        "driftseal",
                        "tools",
                        "bin",
                        "opa");
        return Optional.of(named == null ? kept : Path.of(named)).filter(Files::isExecutable);
    }

    /**
     * The plan of those policies that compile, whose packages are the entry points; the others are
     * taken out of the map.
     */
    byte[] build(Map<Integer, String> policies, String data)
            throws IOException, InterruptedException {
        return build(policies, data, "");
    }

    /** The same, of one rule of each policy. */
    byte[] build(Map<Integer, String> policies, String data, String rule)
            throws IOException, InterruptedException {
        try (var before = Files.list(directory)) {
            for (Path file : before.toList()) {
                Files.delete(file);
            }
        }
        Files.writeString(directory.resolve("data.json"), data);
        for (Map.Entry<Integer, String> policy : policies.entrySet()) {
            Files.writeString(file(policy.getKey()), policy.getValue());
        }
        while (true) {
            List<String> command =
                    new ArrayList<>(List.of("build", "-t", "plan", "-o", "../plan.tar.gz"));
            command.addAll(options);
            policies.keySet()
                    .forEach(number -> command.addAll(List.of("-e", "fuzz/p" + number + rule)));
            command.add(".");
            Answer answer = run(command);
            if (answer.exit() == 0) {
                return Files.readAllBytes(directory.resolveSibling("plan.tar.gz"));
            }
            if (!dropNamed(policies, answer.output()) && !dropRefused(policies)) {
                throw new IllegalStateException(answer.output());
            }
        }
    }

    /** A server over the policies that were built. */
    OpaServer serve() throws IOException, InterruptedException {
        return new OpaServer(program, directory, options);
    }

    private boolean dropNamed(Map<Integer, String> policies, String output) throws IOException {
        Matcher named = POLICY.matcher(output);
        boolean dropped = false;
        while (named.find()) {
            int number = Integer.parseInt(named.group(1));
            if (policies.remove(number) != null) {
                Files.deleteIfExists(file(number));
                dropped = true;
            }
        }
        return dropped;
    }

    /** Some errors name no file: the policies are asked about one by one. */
    private boolean dropRefused(Map<Integer, String> policies)
            throws IOException, InterruptedException {
        boolean dropped = false;
        for (int number : List.copyOf(policies.keySet())) {
            List<String> command = new ArrayList<>(List.of("check"));
            command.addAll(options);
            command.add(file(number).getFileName().toString());
            if (run(command).exit() != 0) {
                policies.remove(number);
                Files.delete(file(number));
                dropped = true;
            }
        }
        return dropped;
    }

    private Path file(int number) {
        return directory.resolve("p" + number + ".rego");
    }

    private record Answer(int exit, String output) {}

    private Answer run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("opa did not end");
        }
        return new Answer(process.exitValue(), output);
    }
}
