/** The responder on a Kubernetes API in memory. */
@NullMarked
package io.driftseal.responder;

import org.jspecify.annotations.NullMarked;
