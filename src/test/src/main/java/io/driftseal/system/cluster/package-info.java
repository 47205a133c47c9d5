/**
 * A Kubernetes cluster of our own for system tests and for {@code driftseal up}: control plane and
 * one node as plain processes in a network namespace and a private mount namespace.
 *
 * <p>{@link io.driftseal.system.cluster.Cluster} is the entrance. Everything a cluster consists of
 * is bound to the life of marked processes, see {@link io.driftseal.system.cluster.ClusterRemains}.
 */
@NullMarked
package io.driftseal.system.cluster;

import org.jspecify.annotations.NullMarked;
