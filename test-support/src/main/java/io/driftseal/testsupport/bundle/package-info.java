/** An OPA bundle server, and its bad days. */
@NullMarked
package io.driftseal.testsupport.bundle;

import org.jspecify.annotations.NullMarked;
