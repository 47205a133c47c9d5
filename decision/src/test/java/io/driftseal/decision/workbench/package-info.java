/** What those who write policies are told of them, in the real program. */
@NullMarked
package io.driftseal.decision.workbench;

import org.jspecify.annotations.NullMarked;
