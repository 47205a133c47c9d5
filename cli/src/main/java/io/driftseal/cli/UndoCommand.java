package io.driftseal.cli;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes back what a plan did, as far as that is possible. */
@Command(
        name = "undo",
        mixinStandardHelpOptions = true,
        description = {
            "Take back what a response plan did, as far as it can be taken back: denied tokens are",
            "allowed again; a deleted pod stays deleted."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class UndoCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private ResponderOptions responder;

    @Parameters(paramLabel = "PLAN", description = "pln-...")
    private String plan;

    @Override
    public Integer call() throws CommandFailedException {
        String checked = RecordId.checked(spec.commandLine(), "pln", plan);
        responder
                .connection()
                .post("/v1/plans/" + checked + "/undo", "{}".getBytes(StandardCharsets.UTF_8));
        spec.commandLine().getOut().println("The responder takes back plan " + checked + ".");
        return ExitCode.YES;
    }
}
