/** Tokens that were handed to us, and what the API server says to them. */
@NullMarked
package io.driftseal.responder.proof;

import org.jspecify.annotations.NullMarked;
