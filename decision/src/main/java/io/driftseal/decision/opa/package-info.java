/** The engine that is the OPA program, run as a child process on loopback. */
@NullMarked
package io.driftseal.decision.opa;

import org.jspecify.annotations.NullMarked;
