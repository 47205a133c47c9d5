package io.driftseal.service.mutualtls;

import java.nio.charset.StandardCharsets;

/** An answer to a peer: a status and a body. */
@SuppressWarnings("ArrayRecordComponent") // written straight to a socket, never compared
public record PeerReply(int status, String contentType, byte[] body) {

    public static PeerReply json(int status, byte[] body) {
        return new PeerReply(status, "application/json", body);
    }

    public static PeerReply json(int status, String body) {
        return json(status, body.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code {"error": code}}; {@code code} is a constant in lower_snake_case. */
    public static PeerReply error(int status, String code) {
        return json(status, "{\"error\":\"" + code + "\"}");
    }
}
