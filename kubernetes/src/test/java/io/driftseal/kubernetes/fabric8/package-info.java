/** The adapter's own parts; the whole of it is held to the port's contract by the system tests. */
@NullMarked
package io.driftseal.kubernetes.fabric8;

import org.jspecify.annotations.NullMarked;
