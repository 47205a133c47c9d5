package io.driftseal.cli;

import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.ClusterFacts;
import io.driftseal.workload.Derivation;
import io.driftseal.workload.Derived;
import io.driftseal.workload.Difference;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKinds;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares the canonical forms of two objects, or holds a child against its owner. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Compare two objects as their stamps would: field by field, equal meaning is equal.",
            "Where one makes the other, a Deployment and a ReplicaSet of it, what the template and",
            "the named transformations do not explain is shown.",
            "Status 0 if they mean the same, or all is explained; 1 if not, or if only the cluster",
            "could tell. Values that may be secret are not shown."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class DiffCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private KindOptions kinds;

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
        WorkloadKinds known = kinds.kinds();
        Workload one = Manifests.workload(before, surroundings.input(), known);
        Workload other = Manifests.workload(after, surroundings.input(), known);
        if (makes(one, other)) {
            return derived(one, other);
        }
        return makes(other, one) ? derived(other, one) : compared(one, other);
    }

    private static boolean makes(Workload owner, Workload child) {
        return owner.kind().makes().filter(child.kind()::equals).isPresent();
    }

    private int derived(Workload owner, Workload child) {
        Derived derived =
                Derivation.of(owner, child, ClusterFacts.unknown("the cluster was not asked"));
        print(derived.open());
        if (derived instanceof Derived.Undecided(_, List<String> causes)) {
            causes.forEach(cause ->
                    spec.commandLine()
                            .getOut()
                            .println("cannot tell: " + Outline.printable(cause)));
        }
        return derived instanceof Derived.Explained ? ExitCode.YES : ExitCode.NO;
    }

    private int compared(Workload one, Workload other) throws CommandFailedException {
        if (!one.kind().equals(other.kind())) {
            throw new CommandFailedException(
                    "cannot compare a "
                            + one.kind().kind()
                            + " with a "
                            + other.kind().kind()
                            + ": neither makes the other");
        }
        CanonicalForm first = CanonicalForm.of(one);
        CanonicalForm second = CanonicalForm.of(other);
        print(Difference.between(first.redacted(), second.redacted()));
        return first.hash().equals(second.hash()) ? ExitCode.YES : ExitCode.NO;
    }

    private void print(Difference difference) {
        difference
                .sentences(Integer.MAX_VALUE)
                .forEach(line -> spec.commandLine().getOut().println(Outline.printable(line)));
    }
}
