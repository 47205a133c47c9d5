/** Measurements of the admission service, each one command. */
@NullMarked
package io.driftseal.bench;

import org.jspecify.annotations.NullMarked;
