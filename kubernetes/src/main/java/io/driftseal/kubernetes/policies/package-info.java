/** Policies in the cluster, and what the cluster is told of them. */
@NullMarked
package io.driftseal.kubernetes.policies;

import org.jspecify.annotations.NullMarked;
