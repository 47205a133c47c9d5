/** The fake is held to the contract, and the reflector to the fake. */
@NullMarked
package io.driftseal.testsupport.kubernetes;

import org.jspecify.annotations.NullMarked;
