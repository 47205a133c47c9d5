/** Gathered state in, findings out: each check is pure, small and independent of the others. */
@NullMarked
package io.driftseal.scanner.check;

import org.jspecify.annotations.NullMarked;
