/**
 * The policy decision point: the four questions, their input and output, and the port to an engine.
 */
@NullMarked
package io.driftseal.decision;

import org.jspecify.annotations.NullMarked;
