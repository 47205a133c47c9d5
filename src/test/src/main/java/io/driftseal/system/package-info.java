/** Whole-system tests, the development cluster and the story that driftseal up tells. */
@NullMarked
package io.driftseal.system;

import org.jspecify.annotations.NullMarked;
