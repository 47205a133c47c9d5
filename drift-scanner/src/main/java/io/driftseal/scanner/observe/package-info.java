/**
 * What is live, kept small: reflectors fill snapshots and hand out keys; nothing is judged in an
 * event handler.
 */
@NullMarked
package io.driftseal.scanner.observe;

import org.jspecify.annotations.NullMarked;
