@NullMarked
package io.driftseal.rego.syntax;

import org.jspecify.annotations.NullMarked;
