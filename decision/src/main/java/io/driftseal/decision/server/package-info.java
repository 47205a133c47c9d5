/** OPA beside the service or central, asked over the network; its policies are not ours. */
@NullMarked
package io.driftseal.decision.server;

import org.jspecify.annotations.NullMarked;
