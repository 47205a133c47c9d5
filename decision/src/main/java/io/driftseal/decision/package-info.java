/** The policy decision point: port, documents, one adapter per engine. */
@NullMarked
package io.driftseal.decision;

import org.jspecify.annotations.NullMarked;
