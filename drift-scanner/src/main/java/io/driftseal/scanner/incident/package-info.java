/**
 * Findings of one workload within a window, their life cycle, and everything that is kept about
 * them.
 */
@NullMarked
package io.driftseal.scanner.incident;

import org.jspecify.annotations.NullMarked;
