/** The validating review: the final object held against its stamp. */
@NullMarked
package io.driftseal.webhook.verification;

import org.jspecify.annotations.NullMarked;
