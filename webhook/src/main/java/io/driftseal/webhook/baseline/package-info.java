/** Signs what workloads are when they are adopted: read here, from the API server, not believed. */
@NullMarked
package io.driftseal.webhook.baseline;

import org.jspecify.annotations.NullMarked;
