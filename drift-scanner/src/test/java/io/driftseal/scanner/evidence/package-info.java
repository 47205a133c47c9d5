@NullMarked
package io.driftseal.scanner.evidence;

import org.jspecify.annotations.NullMarked;
