/**
 * What those who write policies want to know of them: whether they load, what their tests say in
 * the engine that will decide and in the OPA program, and what a decision costs. Looks at the
 * engine itself, beside {@code decision.ir}, because it says what that engine does; decides nothing
 * for a service.
 */
@NullMarked
package io.driftseal.decision.workbench;

import org.jspecify.annotations.NullMarked;
