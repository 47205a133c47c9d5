/**
 * What the security team sets beside the rules, as data: exemptions, and rules that do not refuse
 * yet. Checked when policies are loaded, handed to the engine as {@code data.driftseal.settings}.
 */
@NullMarked
package io.driftseal.decision.settings;

import org.jspecify.annotations.NullMarked;
