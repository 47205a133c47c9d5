@NullMarked
package io.driftseal.scanner.check;

import org.jspecify.annotations.NullMarked;
