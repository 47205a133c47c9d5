package io.driftseal.decision.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/**
 * Where and how a server is asked.
 *
 * @param url {@code https://host[:port][/prefix]}, or {@code http} to this machine: whoever answers
 *     in the server's place decides
 * @param tls whom we trust and who we are; required with {@code https}
 * @param token file with the bearer token that every question carries; read again when it changes
 * @param revision which policies count
 */
public record PolicyServer(
        URI url, Optional<SSLSocketFactory> tls, Optional<Path> token, ServerRevision revision) {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    public PolicyServer {
        if (url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "policyServerUrl must be https://host[:port][/prefix] and nothing more");
        }
        switch (String.valueOf(url.getScheme())) {
            case "https" -> {
                if (tls.isEmpty()) {
                    throw new IllegalArgumentException(
                            "policyServerUrl is https: set policyServerCa to the authority that"
                                    + " issues its certificate");
                }
            }
            case "http" -> {
                if (!THIS_MACHINE.contains(url.getHost())) {
                    throw new IllegalArgumentException(
                            "policyServerUrl may be http to localhost only: whoever answers in the"
                                    + " server's place decides");
                }
                if (tls.isPresent()) {
                    throw new IllegalArgumentException(
                            "policyServerCa and policyServerCertificate need an https"
                                    + " policyServerUrl");
                }
            }
            default -> throw new IllegalArgumentException("policyServerUrl must be https or http");
        }
    }

    /** For people and logs; no secret is in it. */
    public String name() {
        return "OPA server " + url;
    }

    /** Without the brackets of an address. */
    String host() {
        return url.getHost().replaceAll("^\\[|]$", "");
    }

    int port() {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return tls.isPresent() ? HTTPS_PORT : HTTP_PORT;
    }

    /** What stands before {@code /v1/data}. */
    String prefix() {
        String path = String.valueOf(url.getRawPath());
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
