/**
 * Fuzzing with a seed: documents that a tenant could send, changed at random, and a campaign that
 * keeps every input which a target did not survive.
 */
@NullMarked
package io.driftseal.testsupport.fuzz;

import org.jspecify.annotations.NullMarked;
