/** Access grants as they lie in the cluster: found, believed only if they hold, and used up. */
@NullMarked
package io.driftseal.webhook.grant;

import org.jspecify.annotations.NullMarked;
