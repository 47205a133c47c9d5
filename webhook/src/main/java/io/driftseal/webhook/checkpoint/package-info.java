/** Signs the heads of the scanner's evidence chain, which the scanner must not sign itself. */
@NullMarked
package io.driftseal.webhook.checkpoint;

import org.jspecify.annotations.NullMarked;
