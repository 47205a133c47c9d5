/** Tests of this package, against scripted neighbours and against the real program. */
@NullMarked
package io.driftseal.decision.ir;

import org.jspecify.annotations.NullMarked;
