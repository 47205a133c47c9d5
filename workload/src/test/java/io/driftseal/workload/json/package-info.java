/** Tests of the JSON tree. */
@NullMarked
package io.driftseal.workload.json;

import org.jspecify.annotations.NullMarked;
