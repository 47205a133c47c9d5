/** What is measured: processes of their own, so that their CPU and memory are theirs alone. */
@NullMarked
package io.driftseal.bench.measured;

import org.jspecify.annotations.NullMarked;
