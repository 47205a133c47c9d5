package io.driftseal.decision.bundle;

import io.driftseal.decision.EntryPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks policies and compiles them for an engine of this process, by the OPA program: once per
 * change, never per decision.
 */
public final class PolicyCompiler {

    /** Part of the name of what is kept: a check that became stricter is made again. */
    private static final String CHECKS = "4";

    private static final String POLICIES = "policies";
    private static final String COMPILED = "compiled.tar.gz";
    private static final Pattern VERSION = Pattern.compile("(?m)^Version: ([0-9A-Za-z.+-]{1,40})$");

    private final Path program;
    private final Target target;
    private final Optional<PlanCache> shipped;
    private final Optional<PlanCache> kept;

    /**
     * What is compiled to.
     *
     * @param name as the program knows it
     * @param supported by name, the built-ins that the engine has
     * @param recorded those whose values the engine records with a decision, and uses again when it
     *     is replayed; other built-ins of the clock and of randomness are refused
     */
    public record Target(String name, Predicate<String> supported, Set<String> recorded) {
        public Target {
            recorded = Set.copyOf(recorded);
        }
    }

    /**
     * @param program the OPA program, see {@link OpaProgram}
     * @param compiled looked at before anything is compiled
     */
    public PolicyCompiler(Path program, Target target, CompiledPolicies compiled) {
        this.program = program.toAbsolutePath();
        this.target = target;
        this.shipped = compiled.shipped().map(PlanCache::new);
        this.kept = compiled.kept().map(PlanCache::new);
    }

    /**
     * The compiled bundle, a gzipped tar archive as {@code opa build} writes it.
     *
     * @throws PolicyRefusedException with file and line, where the policies may not be loaded
     * @throws EngineStartException where the program cannot be run
     */
    public byte[] compile(PolicyBundle bundle) throws PolicyRefusedException, EngineStartException {
        Optional<byte[]> ready = shipped.flatMap(plans -> plans.find(shippedName(bundle)));
        if (ready.isPresent()) {
            return ready.get();
        }
        Path directory = workDirectory();
        try {
            var opa = new OpaCommand(program, directory);
            String name = name(bundle, opa);
            Optional<byte[]> before = kept.flatMap(plans -> plans.find(name));
            if (before.isPresent()) {
                return before.get();
            }
            bundle.writeTo(directory.resolve(POLICIES));
            new PolicyCheck(program, directory, target).check(POLICIES);
            byte[] compiled = build(directory);
            kept.ifPresent(plans -> plans.keep(name, compiled));
            return compiled;
        } catch (IOException e) {
            throw new EngineStartException("policies cannot be copied for the compiler", e);
        } finally {
            PolicyBundle.delete(directory);
        }
    }

    /**
     * Compiles and checks policies as {@link #compile} does, for a directory that goes with the
     * program: a start with these policies then runs no compiler.
     *
     * @return the file, whose name says what it was made from
     * @throws PolicyRefusedException with file and line, where the policies may not be loaded
     * @throws EngineStartException where the program cannot be run
     */
    public Path ship(PolicyBundle bundle, Path directory)
            throws PolicyRefusedException, EngineStartException {
        byte[] compiled = compile(bundle);
        new PlanCache(directory).keep(shippedName(bundle), compiled);
        return directory.resolve(shippedName(bundle));
    }

    /** Whoever ships both chose the compiler, too: to ask it for its version would be to run it. */
    private String shippedName(PolicyBundle bundle) {
        return String.join(
                "_", bundle.revision(), target.name(), CHECKS, PublishedSchemas.digest());
    }

    /** By everything that the result depends on. */
    private String name(PolicyBundle bundle, OpaCommand opa) throws EngineStartException {
        Matcher version = VERSION.matcher(opa.run("version").output());
        if (!version.find()) {
            throw new EngineStartException("opa does not say its version; is it opa?");
        }
        return String.join(
                "_",
                bundle.revision(),
                target.name(),
                version.group(1),
                CHECKS,
                PublishedSchemas.digest());
    }

    /** In the folder of the policies, so that places in them are named as their authors do. */
    private byte[] build(Path directory)
            throws PolicyRefusedException, EngineStartException, IOException {
        List<String> arguments = new ArrayList<>(List.of("build", "--target", target.name()));
        arguments.addAll(List.of("--capabilities", "../" + PolicyCheck.CAPABILITIES));
        // Else whatever reads a decision becomes an entry point too, and a function cannot be one.
        arguments.add("--prune-unused");
        arguments.addAll(List.of("--ignore", PolicyBundle.SCHEMA_DIRECTORY));
        for (EntryPoint entryPoint : EntryPoint.values()) {
            arguments.addAll(List.of("--entrypoint", entryPoint.rulePath()));
        }
        arguments.addAll(List.of("--output", "../" + COMPILED, "."));
        var opa = new OpaCommand(program, directory.resolve(POLICIES));
        OpaCommand.Result result = opa.run(arguments.toArray(String[]::new));
        if (result.exitCode() != 0) {
            throw new PolicyRefusedException(
                    "policies refused: " + result.output().strip().replace('\n', ' '));
        }
        return Files.readAllBytes(directory.resolve(COMPILED));
    }

    private static Path workDirectory() throws EngineStartException {
        try {
            return Files.createTempDirectory("driftseal-compile-");
        } catch (IOException e) {
            throw new EngineStartException("no directory to compile in", e);
        }
    }
}
