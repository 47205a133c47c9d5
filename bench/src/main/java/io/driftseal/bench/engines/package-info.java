/** Engines of policy held against one another: the same policies, the same pods, turn by turn. */
@NullMarked
package io.driftseal.bench.engines;

import org.jspecify.annotations.NullMarked;
