package io.driftseal.responder;

import io.driftseal.evidence.spool.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still, and moves on by exactly what is waited for. */
public final class SteppingClock extends Clock implements Pause {

    public static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private volatile Instant now = START;

    @Override
    public void of(Duration duration) {
        advance(duration);
    }

    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
