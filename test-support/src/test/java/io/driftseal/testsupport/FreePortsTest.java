package io.driftseal.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void givesEachOnceAndNoneOfOutgoingConnections() throws Exception {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            int port = FreePorts.next();
            assertThat(port).isBetween(1024, 32_767);
            assertThat(given.add(port)).as("port %d is new", port).isTrue();
        }
    }

    @Test
    void whatItGivesCanBeBound() throws Exception {
        try (var socket = new ServerSocket(FreePorts.next(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
        }
    }
}
