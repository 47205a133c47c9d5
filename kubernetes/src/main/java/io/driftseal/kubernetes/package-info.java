/** The only module that sees fabric8: reads, watches and writes of raw objects. */
@NullMarked
package io.driftseal.kubernetes;

import org.jspecify.annotations.NullMarked;
