/** Where policies come from: a directory, layers on it, or an OPA bundle server. */
@NullMarked
package io.driftseal.decision.source;

import org.jspecify.annotations.NullMarked;
