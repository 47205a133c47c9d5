/** Carries out and proves response plans. */
@NullMarked
package io.driftseal.responder;

import org.jspecify.annotations.NullMarked;
