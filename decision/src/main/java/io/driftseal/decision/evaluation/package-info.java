/** What every engine does alike: its bounds, and what counts as the value of a rule. */
@NullMarked
package io.driftseal.decision.evaluation;

import org.jspecify.annotations.NullMarked;
