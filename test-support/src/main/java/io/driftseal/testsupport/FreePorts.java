package io.driftseal.testsupport;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.BitSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for programs that are told theirs before they bind it. None that the system gives to
 * outgoing connections: seconds lie between the choice and the bind, and any client of this machine
 * could have it by then.
 */
public final class FreePorts {
    private static final int FIRST = 15_000;

    /** Where the range of outgoing connections begins on Linux. */
    private static final int END = 32_768;

    private static final BitSet GIVEN = new BitSet();

    private FreePorts() {}

    /**
     * One that nobody listens on, on any address, and that this process was not given before.
     *
     * @throws IllegalStateException if there is none
     */
    public static synchronized int next() {
        int start = ThreadLocalRandom.current().nextInt(END - FIRST);
        for (int i = 0; i < END - FIRST; i++) {
            int port = FIRST + (start + i) % (END - FIRST);
            if (!GIVEN.get(port) && isFree(port)) {
                GIVEN.set(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + (END - 1));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
