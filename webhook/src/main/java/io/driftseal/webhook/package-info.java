/** The admission service. */
@NullMarked
package io.driftseal.webhook;

import org.jspecify.annotations.NullMarked;
