/** The policy engine's contract, run against the fake and against the real program. */
@NullMarked
package io.driftseal.testsupport.decision;

import org.jspecify.annotations.NullMarked;
