/** The engine of this process: OPA's intermediate representation, run by {@code rego-engine}. */
@NullMarked
package io.driftseal.decision.ir;

import org.jspecify.annotations.NullMarked;
