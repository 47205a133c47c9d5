package io.driftseal.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who rehearses, and who knows what happened lately. */
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class RehearsalOptions {

    @Option(
            names = "--webhook",
            paramLabel = "URL",
            required = true,
            description = "https://HOST:PORT of the webhook's internal port.")
    private URI webhook;

    @Option(
            names = "--scanner",
            paramLabel = "URL",
            description = {
                "https://HOST:PORT of the drift scanner, which knows who entered pods against policy.",
                "Without it that is not looked at."
            })
    private @Nullable URI scanner;

    @Option(
            names = "--tls",
            paramLabel = "DIR",
            required = true,
            description = "Directory with ca.pem, cli.pem and cli.key.")
    private Path directory;

    ServiceConnection webhook() {
        return new ServiceConnection(webhook, "webhook", directory);
    }

    Optional<ServiceConnection> scanner() {
        return Optional.ofNullable(scanner)
                .map(url -> new ServiceConnection(url, "drift-scanner", directory));
    }
}
