/** The fake of the policy engine's port, and the contract that it and every real engine pass. */
@NullMarked
package io.driftseal.testsupport.decision;

import org.jspecify.annotations.NullMarked;
