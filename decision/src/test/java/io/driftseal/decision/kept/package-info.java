@NullMarked
package io.driftseal.decision.kept;

import org.jspecify.annotations.NullMarked;
