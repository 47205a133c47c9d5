package io.driftseal.service.mutualtls;

/** Answers one route of a {@link MutualTlsServer}, on a virtual thread of its own. */
@FunctionalInterface
public interface PeerHandler {
    /** An exception is logged and answered 500: the peer tries again. */
    PeerReply handle(PeerRequest request) throws Exception;
}
