/** The review of a door into a running pod. */
@NullMarked
package io.driftseal.webhook.access;

import org.jspecify.annotations.NullMarked;
