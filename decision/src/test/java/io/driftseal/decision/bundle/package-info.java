/** Tests of how policies are read, checked and compiled, with the real program. */
@NullMarked
package io.driftseal.decision.bundle;

import org.jspecify.annotations.NullMarked;
