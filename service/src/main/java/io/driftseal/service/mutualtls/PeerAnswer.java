package io.driftseal.service.mutualtls;

/** What came of a call to another service. */
public sealed interface PeerAnswer {
    /**
     * The peer answered, with whatever status.
     *
     * @param body at most the client's bound of bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // handed straight to a parser, never compared
    record Answered(int status, byte[] body) implements PeerAnswer {}

    /**
     * No complete answer: refused, timed out, wrong certificate, or a body over the bound. The peer
     * may or may not have carried out the request.
     *
     * @param reason one sentence for a log
     */
    record Unreachable(String reason) implements PeerAnswer {}
}
