/** Tests of what is below the builtins on texts. */
@NullMarked
package io.driftseal.rego.builtin.text;

import org.jspecify.annotations.NullMarked;
