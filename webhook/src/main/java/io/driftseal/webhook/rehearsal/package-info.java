/** Rehearsals of enforce, for the command line. */
@NullMarked
package io.driftseal.webhook.rehearsal;

import org.jspecify.annotations.NullMarked;
