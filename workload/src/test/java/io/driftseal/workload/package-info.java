/** Tests of workload, form, difference and derivation. */
@NullMarked
package io.driftseal.workload;

import org.jspecify.annotations.NullMarked;
