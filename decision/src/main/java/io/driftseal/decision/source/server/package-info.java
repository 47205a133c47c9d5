/**
 * An OPA bundle server as a source of policies: fetched, unpacked and verified without trusting
 * what the server sends.
 */
@NullMarked
package io.driftseal.decision.source.server;

import org.jspecify.annotations.NullMarked;
