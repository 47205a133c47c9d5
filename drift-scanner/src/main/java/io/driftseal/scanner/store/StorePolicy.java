package io.driftseal.scanner.store;

import io.driftseal.scanner.notification.MessageRendering;
import java.time.InstantSource;

/** What the store is given by its maker: how messages look, what may be forgotten, who counts. */
public record StorePolicy(
        MessageRendering rendering,
        RetentionLimits limits,
        StoreCounters counters,
        InstantSource clock) {}
