/** JSON bytes to values and back, as Go reads and writes it. */
@NullMarked
package io.driftseal.rego.json;

import org.jspecify.annotations.NullMarked;
