/**
 * Facts of the cluster that say what Kubernetes does to a pod: gathered by bounded informers, read
 * again where that could change the answer.
 */
@NullMarked
package io.driftseal.kubernetes.facts;

import org.jspecify.annotations.NullMarked;
