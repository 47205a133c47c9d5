package io.driftseal.policysource;

import io.driftseal.decision.server.PolicyServer;
import io.driftseal.decision.server.ServerRevision;
import io.driftseal.service.mutualtls.ClientTls;
import io.driftseal.service.mutualtls.MutualTlsException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * How a service is configured to ask an OPA server of others.
 *
 * @param url empty where none is asked
 * @param authorities PEM file of those that issue its certificate
 * @param certificate directory with our own, where it asks for one
 * @param token file with the bearer token
 * @param revision which of its policies count
 */
public record ServerAccess(
        Optional<URI> url,
        Optional<Path> authorities,
        Optional<Path> certificate,
        Optional<Path> token,
        ServerRevision revision) {

    /** The server that is asked; empty where none is. */
    public Optional<PolicyServer> server() throws MutualTlsException {
        if (url.isEmpty()) {
            return Optional.empty();
        }
        Optional<SSLSocketFactory> tls =
                authorities.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ClientTls.load(authorities.get(), certificate));
        return Optional.of(new PolicyServer(url.get(), tls, token, revision));
    }
}
