/** Time and durations: {@code time.*}, with the layouts, names and errors of Go's time package. */
@NullMarked
package io.driftseal.rego.builtin.time;

import org.jspecify.annotations.NullMarked;
