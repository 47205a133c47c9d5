/**
 * Rego in the JVM: {@link io.driftseal.rego.RegoEngine} loads a bundle with a plan and answers
 * queries from it.
 */
@NullMarked
package io.driftseal.rego;

import org.jspecify.annotations.NullMarked;
