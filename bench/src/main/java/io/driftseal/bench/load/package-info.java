/** The load generator: how much, how fast, how late. */
@NullMarked
package io.driftseal.bench.load;

import org.jspecify.annotations.NullMarked;
