package io.driftseal.decision.workbench;

import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.OpaCommand;
import io.driftseal.decision.bundle.PolicyProblem;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tests of a folder in the OPA program, and what else it says of them. */
final class OpaSuite {

    private static final JsonLimits LIMITS = new JsonLimits(8 * 1024 * 1024, 128, 1_000_000);
    private static final int LONGEST_PATTERN = 100_000;
    private static final String TIMEOUT = "50s";

    private final OpaCommand opa;
    private final TestFolder folder;

    OpaSuite(Path program, TestFolder folder) {
        this.opa = new OpaCommand(program.toAbsolutePath(), folder.sources());
        this.folder = folder;
    }

    /** Refuses what does not compile, tests included. */
    void check() throws EngineStartException, PolicyRefusedException {
        OpaCommand.Result result = opa.run("check", "--format", "json", "--max-errors", "0", ".");
        if (result.exitCode() == 0) {
            return;
        }
        List<PolicyProblem> problems = new ArrayList<>();
        if (read(result) instanceof JsonObject answer) {
            for (JsonObject error : answer.objects("errors")) {
                problems.add(
                        new PolicyProblem(
                                error.string("location", "file").orElse(""),
                                whole(error.object("location"), "row"),
                                error.string("message").orElse("cannot be compiled")));
            }
        }
        throw new PolicyRefusedException(
                problems.isEmpty() ? List.of(PolicyProblem.of(result.output().strip())) : problems);
    }

    /**
     * Runs them.
     *
     * @param pattern of full names, {@code data.driftseal.team_test.test_x}, in RE2's syntax
     * @throws EngineStartException where it does not run, or does not know the pattern
     */
    Map<PolicyTest, TestRun> run(Optional<String> pattern) throws EngineStartException {
        List<String> arguments =
                new ArrayList<>(List.of("test", "--format", "json", "--timeout", TIMEOUT));
        pattern.ifPresent(given -> arguments.addAll(List.of("--run", given)));
        arguments.add(".");
        OpaCommand.Result result = opa.run(arguments.toArray(String[]::new));
        if (!(read(result) instanceof JsonArray results)) {
            throw new EngineStartException("opa test answered no list of tests");
        }
        Map<PolicyTest, TestRun> runs = new LinkedHashMap<>();
        for (JsonValue item : results.items()) {
            if (item instanceof JsonObject one) {
                runs.put(test(one), OpaTestResult.of(one));
            }
        }
        return runs;
    }

    private static PolicyTest test(JsonObject result) {
        JsonObject location = result.object("location");
        return new PolicyTest(
                result.string("package").orElse("").replaceFirst("^data\\.", ""),
                result.string("name").orElse(""),
                location.string("file").orElse(""),
                whole(location, "row"),
                whole(location, "col"));
    }

    /**
     * What these tests reach; OPA counts only while every test passes.
     *
     * @param passing none of them failed or skipped
     * @return empty where they are too many to be named
     */
    Optional<TestCoverage> coverage(Collection<PolicyTest> passing) throws EngineStartException {
        StringBuilder pattern = new StringBuilder("^(nothing");
        passing.forEach(test -> pattern.append("|data\\.").append(quoted(test.fullName())));
        pattern.append(")$");
        if (pattern.length() > LONGEST_PATTERN) {
            return Optional.empty();
        }
        OpaCommand.Result result =
                opa.run(
                        "test",
                        "--coverage",
                        "--coverage-runs=",
                        "--format",
                        "json",
                        "--timeout",
                        TIMEOUT,
                        "--run",
                        pattern.toString(),
                        ".");
        return read(result) instanceof JsonObject report
                ? Optional.of(CoverageReport.of(report))
                : Optional.empty();
    }

    private static String quoted(String name) {
        return name.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0");
    }

    /**
     * Plans them.
     *
     * @param entryPoints paths with slashes
     * @return the bundle, gzipped tar
     * @throws PolicyRefusedException where there is no plan of them
     */
    byte[] plan(Collection<String> entryPoints)
            throws EngineStartException, PolicyRefusedException {
        List<String> arguments =
                new ArrayList<>(List.of("build", "--target", "plan", "--prune-unused"));
        entryPoints.forEach(path -> arguments.addAll(List.of("--entrypoint", path)));
        arguments.addAll(List.of("--output", folder.plan().toString(), "."));
        OpaCommand.Result result = opa.run(arguments.toArray(String[]::new));
        if (result.exitCode() != 0) {
            throw new PolicyRefusedException(
                    List.of(PolicyProblem.of(withoutHead(result.output().strip()))));
        }
        try {
            return Files.readAllBytes(folder.plan());
        } catch (IOException e) {
            throw new EngineStartException("the plan of opa build cannot be read", e);
        }
    }

    private static String withoutHead(String text) {
        return Pattern.compile("^error: (1 error occurred: )?").matcher(text).replaceFirst("");
    }

    private static int whole(JsonObject object, String name) {
        return (int)
                object.number(name).map(number -> number.whole().orElse(0)).orElse(0L).longValue();
    }

    private static JsonValue read(OpaCommand.Result result) throws EngineStartException {
        try {
            return JsonReader.read(result.output().getBytes(StandardCharsets.UTF_8), LIMITS);
        } catch (MalformedJsonException e) {
            String said = result.output().strip();
            throw new EngineStartException(
                    said.isEmpty()
                            ? "opa test answered nothing"
                            : "opa test could not be done: "
                                    + said.lines().findFirst().orElse(said),
                    e);
        }
    }
}
