/** The doors to other services and to the command line, over mutual TLS. */
@NullMarked
package io.driftseal.scanner.intake;

import org.jspecify.annotations.NullMarked;
