package io.driftseal.decision.bundle;

import io.driftseal.decision.EntryPoint;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether policies may be loaded. They must compile strictly against their schemas, or against the
 * published ones where they bring none, stay inside {@code data.driftseal}, answer every question,
 * and use no built-in whose answer depends on anything but the input, unless the engine records it:
 * a kept decision can be replayed, and no policy calls out.
 */
public final class PolicyCheck {

    private static final String NAMESPACE = "data.driftseal.";
    private static final JsonLimits LIMITS = new JsonLimits(8 * 1024 * 1024, 64, 500_000);

    /** Name of the file, in the work directory, that says what policies may use. */
    static final String CAPABILITIES = "capabilities.json";

    /** In the work directory, of policies without schemas. */
    private static final String PUBLISHED = "published-schema";

    private final OpaCommand opa;
    private final Path workDirectory;
    private final PolicyCompiler.Target target;

    /** For an engine that has every built-in and records none. */
    public PolicyCheck(Path program, Path workDirectory) {
        this(program, workDirectory, new PolicyCompiler.Target("rego", builtin -> true, Set.of()));
    }

    /**
     * @param target whose built-ins policies may use
     */
    PolicyCheck(Path program, Path workDirectory, PolicyCompiler.Target target) {
        this.opa = new OpaCommand(program, workDirectory);
        this.workDirectory = workDirectory;
        this.target = target;
    }

    /**
     * @param policies name of the directory with the policies, below the work directory
     */
    public void check(String policies) throws PolicyRefusedException, EngineStartException {
        Path capabilities = workDirectory.resolve(CAPABILITIES);
        try {
            Files.write(capabilities, JsonWriter.write(permitted()));
        } catch (IOException e) {
            throw new EngineStartException("capabilities cannot be written", e);
        }
        List<PolicyProblem> problems = new ArrayList<>(compile(policies, capabilities));
        // What cannot be read has no packages yet.
        if (problems.isEmpty()) {
            problems.addAll(packages(policies));
        }
        if (!problems.isEmpty()) {
            throw new PolicyRefusedException(problems);
        }
    }

    private JsonObject permitted() throws EngineStartException {
        JsonObject all = read(opa.run("capabilities", "--current"));
        List<JsonValue> builtins = new ArrayList<>();
        for (JsonObject builtin : all.objects("builtins")) {
            String name = builtin.string("name").orElse("");
            boolean replayable =
                    !builtin.bool("nondeterministic").orElse(false)
                            || target.recorded().contains(name);
            if (replayable && target.supported().test(name)) {
                builtins.add(builtin);
            }
        }
        return all.with("builtins", new JsonArray(builtins)).with("allow_net", JsonArray.EMPTY);
    }

    private List<PolicyProblem> compile(String policies, Path capabilities)
            throws EngineStartException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("check", "--strict", "--format", "json", "--max-errors", "0"));
        arguments.addAll(List.of("--capabilities", capabilities.toString()));
        arguments.addAll(List.of("--ignore", PolicyBundle.SCHEMA_DIRECTORY));
        arguments.addAll(List.of("--schema", schemas(policies)));
        arguments.add(policies);
        OpaCommand.Result result = opa.run(arguments.toArray(String[]::new));
        return result.exitCode() == 0 ? List.of() : errors(result, policies);
    }

    private List<PolicyProblem> packages(String policies) throws EngineStartException {
        OpaCommand.Result result = opa.run("inspect", "--format", "json", policies);
        JsonObject namespaces = read(result).object("namespaces");
        Set<String> packages = namespaces.members().keySet();
        List<PolicyProblem> problems = new ArrayList<>();
        for (String name : packages) {
            String shown = name.substring("data.".length());
            Optional<String> rules = rules(namespaces.array(name));
            if ((name + ".").startsWith(PolicyBundle.SETTINGS_PACKAGE + ".")) {
                rules.ifPresent(file ->
                        problems.add(
                                inPackage(
                                        policies,
                                        file,
                                        "package "
                                                + shown
                                                + " holds the settings of data/*.json; name it"
                                                + " driftseal.<team>")));
            }
            if (!(name + ".").startsWith(NAMESPACE)) {
                problems.add(
                        inPackage(
                                policies,
                                rules.orElse(""),
                                "package "
                                        + shown
                                        + " is outside driftseal; name it driftseal.<team>"));
            }
        }
        for (EntryPoint entryPoint : EntryPoint.values()) {
            if (!packages.contains(NAMESPACE + entryPoint.wireName())) {
                problems.add(
                        PolicyProblem.of(
                                "package driftseal." + entryPoint.wireName() + " is missing"));
            }
        }
        return problems;
    }

    private static Optional<String> rules(List<JsonValue> files) {
        return files.stream()
                .filter(PolicyCheck::isRule)
                .map(file -> ((JsonString) file).value())
                .findFirst();
    }

    /** With the line that names the package. */
    private PolicyProblem inPackage(String policies, String file, String sentence) {
        String name = below(file, policies);
        try {
            List<String> lines = Files.readAllLines(workDirectory.resolve(policies).resolve(name));
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("package ")) {
                    return new PolicyProblem(name, i + 1, sentence);
                }
            }
        } catch (IOException e) {
            return new PolicyProblem(name, 0, sentence);
        }
        return new PolicyProblem(name, 0, sentence);
    }

    private static String below(String file, String policies) {
        return file.replaceFirst("^.*/?" + policies + "/", "");
    }

    private static boolean isRule(JsonValue file) {
        return file instanceof JsonString name && name.value().endsWith(".rego");
    }

    /** Those that the policies bring, else the published ones. */
    private String schemas(String policies) throws EngineStartException {
        String own = policies + "/" + PolicyBundle.SCHEMA_DIRECTORY;
        if (Files.isDirectory(workDirectory.resolve(own))) {
            return own;
        }
        try {
            PublishedSchemas.writeTo(workDirectory.resolve(PUBLISHED));
        } catch (IOException e) {
            throw new EngineStartException("schemas cannot be written", e);
        }
        return PUBLISHED;
    }

    private static List<PolicyProblem> errors(OpaCommand.Result result, String policies)
            throws EngineStartException {
        List<PolicyProblem> problems = new ArrayList<>();
        for (JsonObject error : read(result).objects("errors")) {
            problems.add(
                    new PolicyProblem(
                            below(error.string("location", "file").orElse("?"), policies),
                            error.number("location", "row")
                                    .map(row -> (int) row.whole().orElse(0))
                                    .orElse(0),
                            error.string("message").orElse("cannot be compiled")));
        }
        return problems.isEmpty() ? List.of(PolicyProblem.of(result.output())) : problems;
    }

    private static JsonObject read(OpaCommand.Result result) throws EngineStartException {
        try {
            return JsonReader.readObject(result.output().getBytes(StandardCharsets.UTF_8), LIMITS);
        } catch (MalformedJsonException e) {
            throw new EngineStartException(
                    "opa answered no JSON; is it version 1.22 or newer? " + firstLine(result), e);
        }
    }

    private static String firstLine(OpaCommand.Result result) {
        return result.output().lines().findFirst().orElse("(no output)");
    }
}
