/**
 * The records that services keep and exchange, their one JSON form, and the hash chain that holds
 * them with its checkpoints and its offline verification.
 */
@NullMarked
package io.driftseal.evidence;

import org.jspecify.annotations.NullMarked;
