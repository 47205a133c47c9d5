package io.driftseal.cli;

import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Difference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares the canonical forms of two objects. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Compare two objects as their stamps would: field by field, equal meaning is equal.",
            "Status 0 if they mean the same, 1 if not. Values that may be secret are not shown."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class DiffCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "Object as JSON or YAML.")
    private String before;

    @Parameters(
            index = "1",
            paramLabel = "B",
            description = "Object as JSON or YAML; one may be -.")
    private String after;

    DiffCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        CanonicalForm one = CanonicalForm.of(Manifests.workload(before, surroundings.input()));
        CanonicalForm other = CanonicalForm.of(Manifests.workload(after, surroundings.input()));
        if (!one.kind().equals(other.kind())) {
            throw new CommandFailedException(
                    "cannot compare a " + one.kind().kind() + " with a " + other.kind().kind());
        }
        Difference difference = Difference.between(one.redacted(), other.redacted());
        difference
                .sentences(Integer.MAX_VALUE)
                .forEach(line -> spec.commandLine().getOut().println(Outline.printable(line)));
        return one.hash().equals(other.hash()) ? ExitCode.YES : ExitCode.NO;
    }
}
