/** TLS 1.3 between the services: each side proves its name by a certificate of one CA. */
@NullMarked
package io.driftseal.service.mutualtls;

import org.jspecify.annotations.NullMarked;
