/** An incident to a plan for the responder, as policy decides. */
@NullMarked
package io.driftseal.scanner.respond;

import org.jspecify.annotations.NullMarked;
