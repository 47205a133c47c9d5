@NullMarked
package io.driftseal.rego.json;

import org.jspecify.annotations.NullMarked;
