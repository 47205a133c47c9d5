/** The engine that is the OPA program, run as a child process behind a socket of its own. */
@NullMarked
package io.driftseal.decision.opa;

import org.jspecify.annotations.NullMarked;
