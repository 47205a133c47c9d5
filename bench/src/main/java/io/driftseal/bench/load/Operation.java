package io.driftseal.bench.load;

import io.vertx.core.Future;

/** One thing a client does again and again; completed when its answer was read and was right. */
@FunctionalInterface
public interface Operation {
    Future<?> once();
}
