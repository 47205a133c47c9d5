/** The few texts that all replicas share: who serves with what, and what was signed last. */
@NullMarked
package io.driftseal.webhook.shared;

import org.jspecify.annotations.NullMarked;
