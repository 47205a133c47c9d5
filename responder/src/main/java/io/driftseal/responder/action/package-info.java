/** The actions, each with its preconditions, dry run, undo and proof. */
@NullMarked
package io.driftseal.responder.action;

import org.jspecify.annotations.NullMarked;
