/** Tokens that were handed over. */
@NullMarked
package io.driftseal.responder.proof;

import org.jspecify.annotations.NullMarked;
