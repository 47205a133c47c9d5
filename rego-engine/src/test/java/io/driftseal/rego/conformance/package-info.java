/** OPA's own conformance cases, run through this engine. */
@NullMarked
package io.driftseal.rego.conformance;

import org.jspecify.annotations.NullMarked;
