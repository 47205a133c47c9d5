/** From bytes to an admission request, and from an outcome back to bytes. */
@NullMarked
package io.driftseal.webhook.review;

import org.jspecify.annotations.NullMarked;
