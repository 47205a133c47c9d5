package io.driftseal.decision.source.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where a bundle is, and how it is asked for. The files are read again at every request, so that
 * what somebody renews counts without a restart.
 *
 * @param url of the bundle; without user and password, which would be in logs
 * @param period from one answer to the next request, a tenth more or less
 * @param deadline of one request, redirections and body included
 * @param authorities PEM file with who signs the server's certificate; empty takes the system's
 * @param token file with a bearer token
 * @param keys file with who may sign bundles; with it, only signed ones are taken
 */
public record BundleServerSettings(
        URI url,
        Duration period,
        Duration deadline,
        Optional<Path> authorities,
        Optional<Path> token,
        Optional<Path> keys) {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    /** Longer ones would leave a refused or stolen bundle in force. */
    private static final Duration LONGEST_PERIOD = Duration.ofHours(1);

    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(1);

    public BundleServerSettings {
        boolean https = "https".equals(url.getScheme());
        if ((!https && !"http".equals(url.getScheme()))
                || url.getHost() == null
                || url.getUserInfo() != null
                || url.getFragment() != null) {
            throw new IllegalArgumentException(
                    "policyBundleUrl must be https://host/path, without user, password or fragment");
        }
        boolean exposed = !https && !LOOPBACK.contains(url.getHost());
        if (exposed && (keys.isEmpty() || token.isPresent())) {
            throw new IllegalArgumentException(
                    "policyBundleUrl must be https: by http, bundles must be signed"
                            + " (policyBundleKeys) and no token is sent");
        }
        within("policyBundlePeriod", period, LONGEST_PERIOD);
        within("policyBundleDeadline", deadline, LONGEST_DEADLINE);
    }

    private static void within(String key, Duration value, Duration most) {
        if (!value.isPositive() || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    key + " must be positive and at most " + most.toSeconds() + " s");
        }
    }

    /** The URL as people may see it: a query can hold a secret. */
    String shown() {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }
}
