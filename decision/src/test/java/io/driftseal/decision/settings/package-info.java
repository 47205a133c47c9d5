/** Tests of what stands beside the rules. */
@NullMarked
package io.driftseal.decision.settings;

import org.jspecify.annotations.NullMarked;
