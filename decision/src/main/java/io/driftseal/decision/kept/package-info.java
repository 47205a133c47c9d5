/**
 * Input documents of decisions, kept beside their records so that a decision can be explained and
 * rehearsed: written off the way of a request, bounded in bytes and age, found by decision.
 */
@NullMarked
package io.driftseal.decision.kept;

import org.jspecify.annotations.NullMarked;
