package io.driftseal.decision.server;

import io.driftseal.decision.rest.ChannelWire;
import io.driftseal.decision.rest.TlsWire;
import io.driftseal.decision.rest.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connections to the server. Its name is looked up by one thread, because nothing ends a look-up:
 * while one hangs, others wait for no longer than their deadlines.
 */
final class ServerRoute implements Wire.Route, AutoCloseable {

    private final PolicyServer server;
    private final ExecutorService lookUps =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("policy-server-name").factory());

    ServerRoute(PolicyServer server) {
        this.server = server;
    }

    @Override
    public Wire open(Duration left) throws IOException {
        var address = new InetSocketAddress(lookUp(left), server.port());
        return server.tls().isPresent()
                ? new TlsWire(server.tls().get(), address)
                : new ChannelWire(address);
    }

    private InetAddress lookUp(Duration left) throws IOException {
        Future<InetAddress> found = lookUps.submit(() -> InetAddress.getByName(server.host()));
        try {
            return found.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new UnknownHostException(server.host());
        } catch (TimeoutException e) {
            throw new IOException("the look-up of the name is late", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            found.cancel(false);
        }
    }

    @Override
    public void close() {
        lookUps.shutdownNow();
    }
}
