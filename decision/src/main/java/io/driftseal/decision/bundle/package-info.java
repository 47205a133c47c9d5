/**
 * Policies on their way to an engine: read once, hashed, checked by the OPA program, and compiled
 * by it once per content.
 */
@NullMarked
package io.driftseal.decision.bundle;

import org.jspecify.annotations.NullMarked;
