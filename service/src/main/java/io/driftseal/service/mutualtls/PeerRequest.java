package io.driftseal.service.mutualtls;

import java.util.Map;

/**
 * A request of an authorised peer.
 *
 * @param peer the common name of its certificate
 * @param method {@code GET} or {@code POST}
 * @param path decoded, without the query
 * @param query decoded; of a repeated name the last value
 * @param body at most the server's bound of bytes; empty for a GET
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to a parser, never compared
public record PeerRequest(
        String peer, String method, String path, Map<String, String> query, byte[] body) {
    public PeerRequest {
        query = Map.copyOf(query);
    }
}
