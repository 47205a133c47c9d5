/** Tests of this package, against scripted neighbours and against the real program. */
@NullMarked
package io.driftseal.decision.source;

import org.jspecify.annotations.NullMarked;
