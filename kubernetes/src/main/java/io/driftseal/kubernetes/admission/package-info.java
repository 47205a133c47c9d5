/**
 * The webhook configurations by which an API server asks us, and the switch that stands on them.
 */
@NullMarked
package io.driftseal.kubernetes.admission;

import org.jspecify.annotations.NullMarked;
