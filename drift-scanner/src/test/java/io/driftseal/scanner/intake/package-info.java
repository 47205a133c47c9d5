@NullMarked
package io.driftseal.scanner.intake;

import org.jspecify.annotations.NullMarked;
