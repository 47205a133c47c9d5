/** Issues and verifies stamps; keys and their rotation. */
@NullMarked
package io.driftseal.stamp;

import org.jspecify.annotations.NullMarked;
