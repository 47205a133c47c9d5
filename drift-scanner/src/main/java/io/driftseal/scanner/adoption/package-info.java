/** Adoption: what runs today becomes a signed baseline, observed and not approved. */
@NullMarked
package io.driftseal.scanner.adoption;

import org.jspecify.annotations.NullMarked;
