@NullMarked
package io.driftseal.rego;

import org.jspecify.annotations.NullMarked;
