/** Tests of the OPA adapter, against a scripted server and against the real program. */
@NullMarked
package io.driftseal.decision.opa;

import org.jspecify.annotations.NullMarked;
