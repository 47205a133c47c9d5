package io.driftseal.cli;

import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.Verification;
import io.driftseal.workload.Workload;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds an object against its own stamp. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verify that an object is as its own stamp approved it.",
            "Status 0 only if it is; the sentence says what is wrong."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class StampVerifyCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private KindOptions kinds;

    @Parameters(paramLabel = "FILE", description = "Object as JSON or YAML; - for standard input.")
    private String file;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            required = true,
            description = "stamp-verification.json of the installation.")
    private Path keys;

    StampVerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        Workload workload = Manifests.workload(file, surroundings.input(), kinds.kinds());
        var verifier =
                new StampVerifier(KeyFileOption.read(keys, KeyPurpose.STAMP), surroundings.clock());
        Verification answer = verifier.verify(StampAnnotations.own(workload), workload);
        spec.commandLine().getOut().println(StampWords.of(answer));
        return answer instanceof Verification.Verified ? ExitCode.YES : ExitCode.NO;
    }
}
