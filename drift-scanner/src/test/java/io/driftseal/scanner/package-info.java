@NullMarked
package io.driftseal.scanner;

import org.jspecify.annotations.NullMarked;
