/**
 * The adapter on the fabric8 client: its transport, TLS and PEM handling, none of its typed models.
 */
@NullMarked
package io.driftseal.kubernetes.fabric8;

import org.jspecify.annotations.NullMarked;
