/** Tests of the decision point. */
@NullMarked
package io.driftseal.decision;

import org.jspecify.annotations.NullMarked;
