package io.driftseal.decision;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Identities of the form {@code <prefix>-<UUID version 7>}: they sort by time of making, and cannot
 * be guessed if the generator is a {@link java.security.SecureRandom}.
 */
public final class TimeOrderedIds implements Supplier<String> {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final String prefix;
    private final Clock clock;
    private final RandomGenerator random;

    public TimeOrderedIds(String prefix, Clock clock, RandomGenerator random) {
        this.prefix = prefix;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String get() {
        long high = (clock.millis() << 16) | VERSION_7 | (random.nextLong() & 0xFFFL);
        long low = VARIANT | (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL);
        return prefix + "-" + new UUID(high, low);
    }
}
