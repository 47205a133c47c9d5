/**
 * Finds the pinned programs that the cluster and the decision engine are made of, or builds them.
 *
 * <p>The launcher runs {@link io.driftseal.system.tools.ToolsMain} from its source file, before
 * anything is built: this package therefore uses the JDK and nothing else.
 */
@NullMarked
package io.driftseal.system.tools;

import org.jspecify.annotations.NullMarked;
