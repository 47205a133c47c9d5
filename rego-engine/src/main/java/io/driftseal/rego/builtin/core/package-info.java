/** The builtins that a policy cannot do without: numbers, strings, collections, objects, types. */
@NullMarked
package io.driftseal.rego.builtin.core;

import org.jspecify.annotations.NullMarked;
