@NullMarked
package io.driftseal.rego.value;

import org.jspecify.annotations.NullMarked;
