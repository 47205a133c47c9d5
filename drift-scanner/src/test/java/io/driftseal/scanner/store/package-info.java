@NullMarked
package io.driftseal.scanner.store;

import org.jspecify.annotations.NullMarked;
