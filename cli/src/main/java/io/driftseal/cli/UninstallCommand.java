package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Removes the installation from a cluster, and proves it. */
@Command(
        name = "uninstall",
        mixinStandardHelpOptions = true,
        description = {
            "Remove Driftseal from a cluster: webhook configurations first, then policies, labels of",
            "namespaces, rights and the namespace of the installation; with --workloads also our",
            "annotations and labels on workloads. Approvals and permitted ranges, which your manifests",
            "carry, stay. No template is touched and nothing restarts. Needs none of the services, and",
            "can be run again after an interruption."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class UninstallCommand implements Callable<Integer> {

    private static final int FASTEST = 1_000;

    /** They are not ours to delete, whoever is installed there. */
    private static final Set<String> NOBODYS =
            Set.of("default", "kube-system", "kube-public", "kube-node-lease");

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private ClusterOptions cluster;

    @Option(
            names = "--workloads",
            description = "Take our annotations and labels off workloads, too.")
    private boolean workloads;

    @Option(names = "--dry-run", description = "Only say what would be removed.")
    private boolean dryRun;

    @Option(
            names = "--verify",
            description = "Remove nothing; look at every object of every type for what is left.")
    private boolean verify;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "50",
            description = "Writes in a second, ${DEFAULT-VALUE} without it.")
    private int rate;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description =
                    "Release namespace of the installation, which goes with everything in it;"
                            + " driftseal-system without it.")
    private Optional<String> namespace = Optional.empty();

    UninstallCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        if (rate < 1 || rate > FASTEST) {
            throw new ParameterException(spec.commandLine(), "--rate must be 1 to " + FASTEST);
        }
        if (verify && (workloads || dryRun)) {
            throw new ParameterException(spec.commandLine(), "--verify goes alone");
        }
        if (namespace.filter(NOBODYS::contains).isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a cluster cannot do without the namespace " + namespace.get());
        }
        try (KubernetesApi api = cluster.connect(surroundings)) {
            return verify ? verify(api) : remove(api);
        } catch (KubernetesApiException e) {
            throw ClusterReader.failed("ask what the cluster serves", e);
        }
    }

    private int remove(KubernetesApi api) throws CommandFailedException {
        PrintWriter out = spec.commandLine().getOut();
        String served = OwnTraces.servedFrom(api).orElse(named());
        if (!served.equals(named())) {
            // A namespace with another name may be home to others, so its owner has to say it.
            throw new CommandFailedException(
                    "the installation is served from the namespace "
                            + Outline.printable(served)
                            + "; say --namespace "
                            + Outline.printable(served)
                            + " to delete that one with everything in it");
        }
        Removal removal = new Removal(api, new OwnTraces(served), out, dryRun, rate);
        removal.run(workloads);
        if (removal.failures() > 0) {
            out.println(
                    removal.failures()
                            + " could not be removed; mend the above and run this again");
            return ExitCode.NO;
        }
        if (removal.declarations() > 0) {
            out.println(
                    "Left as your manifests have them: approvals and permitted ranges on "
                            + removal.declarations()
                            + " objects");
        }
        if (!dryRun) {
            out.println("Removed. 'driftseal uninstall --verify' looks for what is left.");
        }
        return ExitCode.YES;
    }

    private int verify(KubernetesApi api) throws CommandFailedException {
        PrintWriter out = spec.commandLine().getOut();
        String looked = namespace.isPresent() ? named() : OwnTraces.servedFrom(api).orElse(named());
        Remains remains = Remains.of(api, new OwnTraces(looked));
        list(out, "Left of Driftseal:", remains.ours());
        list(
                out,
                "Approvals and permitted ranges that your manifests carry, which mean nothing any more:",
                remains.declarations());
        list(
                out,
                "Named by objects that are not ours (templates and manifests of yours; events"
                        + " expire by themselves):",
                remains.mentions());
        list(out, "Could not be searched:", remains.notSearched());
        boolean nothing = remains.ours().isEmpty() && remains.notSearched().isEmpty();
        if (nothing) {
            out.println(
                    remains.declarations().isEmpty()
                            ? "Nothing of Driftseal is left."
                            : "Nothing of Driftseal is left but what your manifests carry.");
        }
        return nothing ? ExitCode.YES : ExitCode.NO;
    }

    private String named() {
        return namespace.orElse(OwnTraces.DEFAULT_NAMESPACE);
    }

    private static void list(PrintWriter out, String title, List<String> names) {
        if (!names.isEmpty()) {
            out.println(title);
            names.forEach(name -> out.println("  " + Outline.printable(name)));
        }
    }
}
