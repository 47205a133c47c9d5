/** Start, and the ordered stop that a SIGTERM begins. */
@NullMarked
package io.driftseal.service.lifecycle;

import org.jspecify.annotations.NullMarked;
