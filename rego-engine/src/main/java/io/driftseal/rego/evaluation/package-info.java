/**
 * Plans compiled to nodes, and the small state that one evaluation of them needs. Not for use from
 * outside the engine.
 */
@NullMarked
package io.driftseal.rego.evaluation;

import org.jspecify.annotations.NullMarked;
