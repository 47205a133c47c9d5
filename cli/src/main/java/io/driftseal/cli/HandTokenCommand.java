package io.driftseal.cli;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Hands the responder a token with which it can prove that a response works. */
@Command(
        name = "hand-token",
        mixinStandardHelpOptions = true,
        description = {
            "Hand the responder a pod's token, so that it can prove that the token is refused",
            "after a response. The responder keeps it in memory only. Without one a response can",
            "only be inferred, never proved."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class HandTokenCommand implements Callable<Integer> {

    private static final int MAXIMUM_BYTES = 16 * 1024;

    /** Three base64url parts: what a service account token looks like. */
    private static final Pattern TOKEN =
            Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private ResponderOptions responder;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            required = true,
            description =
                    "File that holds the token, - for standard input. There is no option for the"
                            + " token itself: other users could read it in the process list.")
    private String file;

    HandTokenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        byte[] body = JsonWriter.write(JsonObject.builder().put("token", token()).build());
        responder.connection().post("/v1/handed-tokens", body);
        spec.commandLine().getOut().println("The responder holds the token.");
        return ExitCode.YES;
    }

    private String token() throws CommandFailedException {
        try (InputStream in =
                file.equals("-") ? surroundings.input() : Files.newInputStream(Path.of(file))) {
            String text =
                    new String(in.readNBytes(MAXIMUM_BYTES), StandardCharsets.US_ASCII).strip();
            if (!TOKEN.matcher(text).matches()) {
                throw new CommandFailedException(
                        Manifests.name(file)
                                + " does not hold one service account token and nothing else");
            }
            return text;
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + Manifests.name(file), e);
        }
    }
}
