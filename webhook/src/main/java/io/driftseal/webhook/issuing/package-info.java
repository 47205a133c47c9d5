/** The review of requests for access grants. */
@NullMarked
package io.driftseal.webhook.issuing;

import org.jspecify.annotations.NullMarked;
