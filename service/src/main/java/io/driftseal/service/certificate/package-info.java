/** A certificate authority of our own, its leaves, and their PEM files. */
@NullMarked
package io.driftseal.service.certificate;

import org.jspecify.annotations.NullMarked;
