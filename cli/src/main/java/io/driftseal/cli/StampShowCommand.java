package io.driftseal.cli;

import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.workload.Workload;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the stamps on an object say. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Print every stamp that an object carries, readable.",
            "Example: kubectl get pod web -o json | driftseal stamp show -"
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class StampShowCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private KindOptions kinds;

    @Parameters(paramLabel = "FILE", description = "Object as JSON or YAML; - for standard input.")
    private String file;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "stamp-verification.json, to verify what is shown.")
    private @Nullable Path keys;

    StampShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        Workload workload = Manifests.workload(file, surroundings.input(), kinds.kinds());
        Map<String, String> stamps = StampAnnotations.all(workload);
        if (stamps.isEmpty()) {
            throw new CommandFailedException(Manifests.name(file) + " carries no stamp");
        }
        String own = StampAnnotations.key(workload.kind());
        for (Map.Entry<String, String> stamp : stamps.entrySet()) {
            show(stamp.getKey(), stamp.getValue(), stamp.getKey().equals(own), workload);
        }
        return ExitCode.YES;
    }

    private void show(String key, String text, boolean own, Workload workload)
            throws CommandFailedException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Outline.printable(key) + (own ? "" : " (copied from another object)"));
        out.println("  " + verdict(text, own, workload));
        SignedText.print(text, out);
    }

    private String verdict(String text, boolean own, Workload workload)
            throws CommandFailedException {
        Path keyFile = keys;
        if (keyFile == null) {
            return "not verified (no --keys)";
        }
        var verifier =
                new StampVerifier(
                        KeyFileOption.read(keyFile, KeyPurpose.STAMP), surroundings.clock());
        return own
                ? StampWords.of(verifier.verify(StampAnnotations.own(workload), workload))
                : "signature only: " + StampWords.of(verifier.authenticate(text));
    }
}
