package io.driftseal.testsupport;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
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
     * One for each that was given, held until this JVM ends. It tells everybody who asks here, in
     * other JVMs too: a datagram port is not a stream port, so the program can still bind.
     */
    private static final List<DatagramSocket> CLAIMS = new ArrayList<>();

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
            if (isFree(port) && claim(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + (END - 1));
    }

    private static boolean claim(int port) {
        try {
            return CLAIMS.add(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
        } catch (IOException given) {
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
