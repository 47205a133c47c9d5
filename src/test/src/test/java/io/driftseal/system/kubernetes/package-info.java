/** Our port to the Kubernetes API, held to its contract by a real API server. */
@NullMarked
package io.driftseal.system.kubernetes;

import org.jspecify.annotations.NullMarked;
