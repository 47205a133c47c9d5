package io.driftseal.testsupport;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for programs that are told theirs before they bind it. Seconds lie between the choice and
 * the bind, in which nobody else may have it: none is given that the system gives to outgoing
 * connections, and none that another JVM with tests was given.
 */
public final class FreePorts {
    private static final int FIRST = 15_000;

    /** Where the range of outgoing connections begins on Linux. */
    private static final int END = 32_768;

    /**
     * What tells other JVMs: a datagram port is not a stream port, so the program can still bind.
     */
    private static final Map<Integer, DatagramSocket> GIVEN = new HashMap<>();

    private FreePorts() {}

    /**
     * One that nobody listens on, on any address, and that no living JVM was given before.
     *
     * @throws IllegalStateException if there is none
     */
    public static synchronized int next() {
        int start = ThreadLocalRandom.current().nextInt(END - FIRST);
        for (int i = 0; i < END - FIRST; i++) {
            int port = FIRST + (start + i) % (END - FIRST);
            if (!GIVEN.containsKey(port) && claim(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + (END - 1));
    }

    private static boolean claim(int port) {
        try {
            GIVEN.put(port, new DatagramSocket(port, InetAddress.getLoopbackAddress()));
            return true;
        } catch (IOException ofAnotherProcess) {
            return false;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
