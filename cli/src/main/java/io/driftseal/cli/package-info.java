/** The driftseal command. */
@NullMarked
package io.driftseal.cli;

import org.jspecify.annotations.NullMarked;
