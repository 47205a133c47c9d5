/**
 * Builtins over whole documents: {@code json.patch}, {@code json.filter}, {@code json.remove},
 * {@code graph.*}.
 */
@NullMarked
package io.driftseal.rego.builtin.document;

import org.jspecify.annotations.NullMarked;
