/** Finding out whom a caller would meet: a handshake that trusts exactly what the caller trusts. */
@NullMarked
package io.driftseal.service.handshake;

import org.jspecify.annotations.NullMarked;
