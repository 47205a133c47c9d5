/**
 * The {@code driftseal} command: keys, stamps, evidence and the services, for people and scripts.
 */
@NullMarked
package io.driftseal.cli;

import org.jspecify.annotations.NullMarked;
