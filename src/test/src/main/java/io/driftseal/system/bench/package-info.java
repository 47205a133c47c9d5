/** What admission costs on a real cluster, by the API server's own account. */
@NullMarked
package io.driftseal.system.bench;

import org.jspecify.annotations.NullMarked;
