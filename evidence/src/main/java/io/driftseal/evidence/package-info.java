/** The records that services keep and exchange, their hash chain and their spool. */
@NullMarked
package io.driftseal.evidence;

import org.jspecify.annotations.NullMarked;
