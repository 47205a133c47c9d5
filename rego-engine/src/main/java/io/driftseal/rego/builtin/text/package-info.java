/**
 * Builtins over texts: {@code regex.*} by RE2, {@code glob.*}, {@code semver.*}, {@code units.*}.
 */
@NullMarked
package io.driftseal.rego.builtin.text;

import org.jspecify.annotations.NullMarked;
