/**
 * Driftseal beside everybody else who writes to a cluster: GitOps tools, Helm, autoscalers, drains,
 * garbage collection. Nobody is refused, nothing is rolled out again, nothing differs but our
 * metadata.
 */
package io.driftseal.system.coexistence;
