/** Checkpoints over the evidence chain, signed by a key that is not the scanner's. */
@NullMarked
package io.driftseal.scanner.evidence;

import org.jspecify.annotations.NullMarked;
