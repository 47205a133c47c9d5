/** Decisions on their way to the scanner. */
@NullMarked
package io.driftseal.webhook.delivery;

import org.jspecify.annotations.NullMarked;
