/** Records on their way to another service: kept on disk until it has them. */
@NullMarked
package io.driftseal.evidence.spool;

import org.jspecify.annotations.NullMarked;
