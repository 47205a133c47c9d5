/** Observation, comparison, decision, incidents, notification. */
@NullMarked
package io.driftseal.scanner;

import org.jspecify.annotations.NullMarked;
