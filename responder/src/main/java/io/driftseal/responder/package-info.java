/**
 * Carries out and proves response plans; the only service that writes to workloads and policies.
 */
@NullMarked
package io.driftseal.responder;

import org.jspecify.annotations.NullMarked;
