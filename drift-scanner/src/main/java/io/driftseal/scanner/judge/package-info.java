/** Findings to severity and verdict: what is known, and what was not looked at. */
@NullMarked
package io.driftseal.scanner.judge;

import org.jspecify.annotations.NullMarked;
