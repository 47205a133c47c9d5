/** What a bundle server may send. */
@NullMarked
package io.driftseal.decision.source.server;

import org.jspecify.annotations.NullMarked;
