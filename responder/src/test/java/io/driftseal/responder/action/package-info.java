/** Every outcome of every action. */
@NullMarked
package io.driftseal.responder.action;

import org.jspecify.annotations.NullMarked;
