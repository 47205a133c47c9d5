package io.driftseal.service.mutualtls;

import java.util.Set;

/**
 * One door of a {@link MutualTlsServer}.
 *
 * @param method {@code GET} or {@code POST}
 * @param path exact, or with a trailing {@code /*} for everything below
 * @param peers common names that may call it
 */
public record PeerRoute(String method, String path, Set<String> peers, PeerHandler handler) {
    public PeerRoute {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a route's path begins with a slash: " + path);
        }
        peers = Set.copyOf(peers);
    }

    boolean matches(String requested) {
        return path.endsWith("/*")
                ? requested.startsWith(path.substring(0, path.length() - 1))
                : requested.equals(path);
    }
}
