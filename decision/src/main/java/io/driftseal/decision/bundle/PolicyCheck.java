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
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether policies may be loaded. They must compile strictly against their schemas, stay inside
 * {@code data.driftseal}, answer every question, and use no built-in whose answer depends on
 * anything but the input: a kept decision can be replayed, and no policy calls out.
 */
public final class PolicyCheck {

    private static final String NAMESPACE = "data.driftseal.";
    private static final int MAXIMUM_ERRORS_SHOWN = 10;
    private static final JsonLimits LIMITS = new JsonLimits(8 * 1024 * 1024, 64, 500_000);

    /** Name of the file, in the work directory, that says what policies may use. */
    static final String CAPABILITIES = "capabilities.json";

    private final OpaCommand opa;
    private final Path workDirectory;
    private final Predicate<String> supported;

    public PolicyCheck(Path program, Path workDirectory) {
        this(program, workDirectory, builtin -> true);
    }

    /**
     * @param supported by name, the built-ins that the engine has; policies that use others are
     *     refused
     */
    PolicyCheck(Path program, Path workDirectory, Predicate<String> supported) {
        this.opa = new OpaCommand(program, workDirectory);
        this.workDirectory = workDirectory;
        this.supported = supported;
    }

    /**
     * @param policies name of the directory with the policies, below the work directory
     */
    public void check(String policies) throws PolicyRefusedException, EngineStartException {
        Path capabilities = workDirectory.resolve(CAPABILITIES);
        try {
            Files.write(capabilities, JsonWriter.write(deterministic()));
        } catch (IOException e) {
            throw new EngineStartException("capabilities cannot be written", e);
        }
        compile(policies, capabilities);
        checkPackages(policies);
    }

    private JsonObject deterministic() throws EngineStartException {
        JsonObject all = read(opa.run("capabilities", "--current"));
        List<JsonValue> builtins = new ArrayList<>();
        for (JsonObject builtin : all.objects("builtins")) {
            if (!builtin.bool("nondeterministic").orElse(false)
                    && supported.test(builtin.string("name").orElse(""))) {
                builtins.add(builtin);
            }
        }
        return all.with("builtins", new JsonArray(builtins)).with("allow_net", JsonArray.EMPTY);
    }

    private void compile(String policies, Path capabilities)
            throws PolicyRefusedException, EngineStartException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("check", "--strict", "--format", "json"));
        arguments.addAll(List.of("--capabilities", capabilities.toString()));
        arguments.addAll(List.of("--ignore", PolicyBundle.SCHEMA_DIRECTORY));
        if (Files.isDirectory(schemas(policies))) {
            arguments.addAll(List.of("--schema", policies + "/" + PolicyBundle.SCHEMA_DIRECTORY));
        }
        arguments.add(policies);
        OpaCommand.Result result = opa.run(arguments.toArray(String[]::new));
        if (result.exitCode() != 0) {
            throw new PolicyRefusedException("policies refused: " + errors(result, policies));
        }
    }

    private void checkPackages(String policies)
            throws PolicyRefusedException, EngineStartException {
        OpaCommand.Result result = opa.run("inspect", "--format", "json", policies);
        JsonObject namespaces = read(result).object("namespaces");
        Set<String> packages = namespaces.members().keySet();
        for (String name : packages) {
            if ((name + ".").startsWith(PolicyBundle.SETTINGS_PACKAGE + ".")
                    && namespaces.array(name).stream().anyMatch(PolicyCheck::isRule)) {
                throw new PolicyRefusedException(
                        "policies refused: package "
                                + name.substring("data.".length())
                                + " holds the settings of data/*.json; name it"
                                + " driftseal.<team>");
            }
            if (!(name + ".").startsWith(NAMESPACE)) {
                throw new PolicyRefusedException(
                        "policies refused: package "
                                + name.substring("data.".length())
                                + " is outside driftseal; name it driftseal.<team>");
            }
        }
        for (EntryPoint entryPoint : EntryPoint.values()) {
            if (!packages.contains(NAMESPACE + entryPoint.wireName())) {
                throw new PolicyRefusedException(
                        "policies refused: package driftseal."
                                + entryPoint.wireName()
                                + " is missing");
            }
        }
    }

    private static boolean isRule(JsonValue file) {
        return file instanceof JsonString name && name.value().endsWith(".rego");
    }

    private Path schemas(String policies) {
        return workDirectory.resolve(policies).resolve(PolicyBundle.SCHEMA_DIRECTORY);
    }

    static String errors(OpaCommand.Result result, String policies) throws EngineStartException {
        List<String> sentences = new ArrayList<>();
        for (JsonObject error : read(result).objects("errors")) {
            String file = error.string("location", "file").orElse("?");
            sentences.add(
                    file.replaceFirst("^.*/?" + policies + "/", "")
                            + ":"
                            + error.number("location", "row").map(JsonValue::toString).orElse("?")
                            + ": "
                            + error.string("message").orElse("cannot be compiled"));
        }
        return sentences.isEmpty()
                ? result.output()
                : String.join(
                        "; ",
                        sentences.subList(0, Math.min(sentences.size(), MAXIMUM_ERRORS_SHOWN)));
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
