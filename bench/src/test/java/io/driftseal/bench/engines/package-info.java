/** Tests of what the engines are measured with. */
@NullMarked
package io.driftseal.bench.engines;

import org.jspecify.annotations.NullMarked;
