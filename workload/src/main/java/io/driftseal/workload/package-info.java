/** Raw JSON tree to workload, canonical form, configuration hash and difference. */
@NullMarked
package io.driftseal.workload;

import org.jspecify.annotations.NullMarked;
