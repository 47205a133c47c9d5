/**
 * The one place that chooses an engine, and that changes its policies while it runs: checked first,
 * swapped whole, and never for worse ones.
 */
@NullMarked
package io.driftseal.decision.loading;

import org.jspecify.annotations.NullMarked;
