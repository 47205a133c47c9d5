/**
 * Rego's values: null, booleans, numbers, strings, arrays, objects and sets, immutable once
 * published, with OPA's total order, equality and printing. Nothing here knows plans or builtins.
 */
@NullMarked
package io.driftseal.rego.value;

import org.jspecify.annotations.NullMarked;
