/** Tests of this package, against scripted neighbours and against the real program. */
@NullMarked
package io.driftseal.decision.loading;

import org.jspecify.annotations.NullMarked;
