/** Tests of the builtins, called directly. */
@NullMarked
package io.driftseal.rego.builtin;

import org.jspecify.annotations.NullMarked;
