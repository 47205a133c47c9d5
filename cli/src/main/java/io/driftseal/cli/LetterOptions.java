package io.driftseal.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * Whose dead letters: of the messages that go out, or of the records on their way to the scanner.
 */
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class LetterOptions {

    @ArgGroup(multiplicity = "1")
    private Keeper keeper;

    @Option(
            names = "--tls",
            paramLabel = "DIR",
            required = true,
            description = "Directory with ca.pem, cli.pem and cli.key.")
    private Path directory;

    /** One of them. */
    static final class Keeper {

        @Option(
                names = "--scanner",
                paramLabel = "URL",
                description =
                        "https://HOST:PORT of the drift scanner: messages to Slack, PagerDuty and"
                                + " the responder.")
        private @Nullable URI scanner;

        @Option(
                names = "--webhook",
                paramLabel = "URL",
                description =
                        "https://HOST:PORT of a webhook's internal port: decisions that the scanner"
                                + " refused.")
        private @Nullable URI webhook;

        @Option(
                names = "--responder",
                paramLabel = "URL",
                description =
                        "https://HOST:PORT of the responder: outcomes that the scanner refused.")
        private @Nullable URI responder;
    }

    ServiceConnection connection() {
        if (keeper.webhook != null) {
            return new ServiceConnection(keeper.webhook, "webhook", directory);
        }
        if (keeper.responder != null) {
            return new ServiceConnection(keeper.responder, "responder", directory);
        }
        URI scanner = keeper.scanner;
        if (scanner == null) {
            throw new IllegalStateException("one of the three is required");
        }
        return new ServiceConnection(scanner, "drift-scanner", directory);
    }
}
