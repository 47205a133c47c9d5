package io.driftseal.testsupport.receiver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;

/**
 * Where a receiver listens and how fast it lets a sender be.
 *
 * @param address port 0 chooses a free one
 */
public record ReceiverOptions(InetSocketAddress address, RateLimit rateLimit, Clock clock) {

    /** Loopback, a free port, the system clock. */
    public static ReceiverOptions loopback(RateLimit rateLimit) {
        return new ReceiverOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                rateLimit,
                Clock.systemUTC());
    }

    public ReceiverOptions withClock(Clock other) {
        return new ReceiverOptions(address, rateLimit, other);
    }

    public ReceiverOptions withAddress(InetSocketAddress other) {
        return new ReceiverOptions(other, rateLimit, clock);
    }
}
