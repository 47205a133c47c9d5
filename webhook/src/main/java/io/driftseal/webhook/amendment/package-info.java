/** The review of approved later changes of a running pod, and the amendments that come of it. */
@NullMarked
package io.driftseal.webhook.amendment;

import org.jspecify.annotations.NullMarked;
