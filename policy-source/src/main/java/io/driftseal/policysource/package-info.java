/**
 * The policies of a running service. The one place that knows both where decisions come from and
 * the cluster: {@code decision} and {@code kubernetes} do not see each other.
 */
@NullMarked
package io.driftseal.policysource;

import org.jspecify.annotations.NullMarked;
