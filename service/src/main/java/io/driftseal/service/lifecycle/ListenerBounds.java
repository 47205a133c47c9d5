package io.driftseal.service.lifecycle;

import java.util.Map;

/**
 * What a peer may take of the JDK's HTTP server, which management and mutual TLS run on. By its own
 * defaults a peer may dribble a request for ever. The JDK reads these once, from system properties,
 * when it makes its first server; what an operator has set stays.
 */
public final class ListenerBounds {

    private static final Map<String, String> BOUNDS =
            Map.of(
                    // seconds from a connection's acceptance, or its last answer, to the last byte
                    // of its request, handshake included
                    "sun.net.httpserver.maxReqTime", "30",
                    // seconds for our work and for reading the answer; an adoption takes long
                    "sun.net.httpserver.maxRspTime", "600",
                    // connections of one listener; above it new ones are closed
                    "jdk.httpserver.maxConnections", "1024");

    private ListenerBounds() {}

    /** Before the first server is made. */
    public static void apply() {
        BOUNDS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
