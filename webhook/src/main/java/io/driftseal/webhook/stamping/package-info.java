/** The mutating review: who may be stamped, and what of our keys and label may stay. */
@NullMarked
package io.driftseal.webhook.stamping;

import org.jspecify.annotations.NullMarked;
