@NullMarked
package io.driftseal.scanner.incident;

import org.jspecify.annotations.NullMarked;
