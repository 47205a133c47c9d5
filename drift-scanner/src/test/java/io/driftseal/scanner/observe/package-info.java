@NullMarked
package io.driftseal.scanner.observe;

import org.jspecify.annotations.NullMarked;
