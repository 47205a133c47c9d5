/** Micrometer meters in Prometheus form under one prefix per service. */
@NullMarked
package io.driftseal.service.metrics;

import org.jspecify.annotations.NullMarked;
