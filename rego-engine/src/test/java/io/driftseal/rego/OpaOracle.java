package io.driftseal.rego;

import static java.util.Objects.requireNonNull;

import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code opa} program, asked many questions per process. */
final class OpaOracle {

    private static final Pattern POLICY = Pattern.compile("p(\\d+)\\.rego");
    private static final int TIMEOUT_SECONDS = 120;

    private final Path program;
    private final Path directory;

    OpaOracle(Path program, Path directory) {
        this.program = program;
        this.directory = directory;
    }

    /** Where the program is: named by property or environment, or where the tools are kept. */
    static Optional<Path> program() {
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

    /** The plan of those policies that compile; the others are taken out of the map. */
    byte[] build(Map<Integer, String> policies, String data)
            throws IOException, InterruptedException {
        Files.writeString(directory.resolve("data.json"), data);
        for (Map.Entry<Integer, String> policy : policies.entrySet()) {
            Files.writeString(file(policy.getKey()), policy.getValue());
        }
        while (true) {
            List<String> command =
                    new ArrayList<>(List.of("build", "-t", "plan", "-o", "../plan.tar.gz"));
            policies.keySet().forEach(number -> command.addAll(List.of("-e", "fuzz/p" + number)));
            command.add(".");
            Answer answer = run(command);
            if (answer.exit() == 0) {
                return Files.readAllBytes(directory.resolveSibling("plan.tar.gz"));
            }
            if (!dropNamed(policies, answer.output())) {
                throw new IllegalStateException(answer.output());
            }
        }
    }

    /**
     * What each policy is for that input; those that end in an error are not in it, but in the map
     * given.
     */
    Map<Integer, RegoValue> evaluate(
            Map<Integer, String> policies, String input, Map<Integer, String> failed)
            throws IOException, InterruptedException, MalformedJsonException {
        Path inputFile = directory.resolveSibling("input.json");
        Files.writeString(inputFile, input);
        Map<Integer, String> asked = new TreeMap<>(policies);
        while (true) {
            StringBuilder query = new StringBuilder("{");
            for (int number : asked.keySet()) {
                query.append(query.length() > 1 ? ", " : "")
                        .append("\"p" + number + "\": [x | x := data.fuzz.p" + number + "]");
            }
            Answer answer =
                    run(
                            List.of(
                                    "eval",
                                    "-f",
                                    "json",
                                    "-d",
                                    ".",
                                    "-i",
                                    "../input.json",
                                    query.append('}').toString()));
            RegoObject document =
                    (RegoObject)
                            RegoJsonReader.read(
                                    answer.output().getBytes(StandardCharsets.UTF_8),
                                    JsonReading.AS_GO);
            if (document.get("errors") == null) {
                return values(asked, document);
            }
            Map<Integer, String> before = new TreeMap<>(asked);
            if (!dropNamed(asked, answer.output())) {
                throw new IllegalStateException(answer.output());
            }
            before.keySet().removeAll(asked.keySet());
            before.keySet().forEach(number -> failed.put(number, answer.output()));
        }
    }

    private static Map<Integer, RegoValue> values(Map<Integer, String> asked, RegoObject document) {
        RegoObject result = (RegoObject) array(document, "result").get(0);
        RegoObject expression = (RegoObject) array(result, "expressions").get(0);
        RegoObject all = (RegoObject) requireNonNull(expression.get("value"));
        Map<Integer, RegoValue> values = new TreeMap<>();
        for (int number : asked.keySet()) {
            RegoArray one = array(all, "p" + number);
            if (one.size() > 0) {
                values.put(number, one.get(0));
            }
        }
        return values;
    }

    private static RegoArray array(RegoObject object, String key) {
        return (RegoArray) requireNonNull(object.get(key));
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
