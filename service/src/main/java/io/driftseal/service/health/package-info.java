/**
 * Liveness as progress, readiness as named conditions, and the management listener that shows them.
 */
@NullMarked
package io.driftseal.service.health;

import org.jspecify.annotations.NullMarked;
