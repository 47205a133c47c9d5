package io.driftseal.cli;

import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the responder is. */
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class ResponderOptions {

    @Option(
            names = "--responder",
            paramLabel = "URL",
            required = true,
            description = "https://HOST:PORT of the responder.")
    private URI url;

    @Option(
            names = "--tls",
            paramLabel = "DIR",
            required = true,
            description = "Directory with ca.pem, cli.pem and cli.key.")
    private Path directory;

    ServiceConnection connection() {
        return new ServiceConnection(url, "responder", directory);
    }
}
