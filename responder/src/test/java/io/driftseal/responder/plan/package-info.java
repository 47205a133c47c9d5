/** The journal across deaths of the process. */
@NullMarked
package io.driftseal.responder.plan;

import org.jspecify.annotations.NullMarked;
