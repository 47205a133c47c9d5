/** Plans as {@code opa build -t plan} writes them: OPA's intermediate representation, read. */
@NullMarked
package io.driftseal.rego.plan;

import org.jspecify.annotations.NullMarked;
