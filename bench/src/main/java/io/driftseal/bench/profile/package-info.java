/** Where the time and the memory of an admission go, stage by stage. */
@NullMarked
package io.driftseal.bench.profile;

import org.jspecify.annotations.NullMarked;
