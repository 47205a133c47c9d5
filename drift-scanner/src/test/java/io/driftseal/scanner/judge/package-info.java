@NullMarked
package io.driftseal.scanner.judge;

import org.jspecify.annotations.NullMarked;
