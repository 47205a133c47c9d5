package io.driftseal.cli;

import io.driftseal.stamp.Approvals;
import io.driftseal.workload.Workload;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the approvals on an object say. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Print every approval that an object carries, readable. Nothing is verified.",
            "Example: kubectl get deployment web -o json | driftseal approval show -"
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class ApprovalShowCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private KindOptions kinds;

    @Parameters(paramLabel = "FILE", description = "Object as JSON or YAML; - for standard input.")
    private String file;

    ApprovalShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        Workload workload = Manifests.workload(file, surroundings.input(), kinds.kinds());
        Map<String, String> approvals = new TreeMap<>(workload.annotations());
        approvals.keySet().removeIf(key -> !key.startsWith(Approvals.PREFIX));
        if (approvals.isEmpty()) {
            throw new CommandFailedException(Manifests.name(file) + " carries no approval");
        }
        String own = Approvals.key(workload.kind());
        approvals.forEach((key, text) -> show(key, text, key.equals(own)));
        return ExitCode.YES;
    }

    private void show(String key, String text, boolean own) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Outline.printable(key) + (own ? "" : " (copied from another object)"));
        out.println("  not verified: see 'driftseal approval verify'");
        if (text.equals(Approvals.REQUESTED)) {
            out.println("  asks in a dry run for the object to be approved; approves nothing");
            return;
        }
        SignedText.print(text, out);
    }
}
