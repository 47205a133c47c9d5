/** A Kubernetes API in memory, and the contract that it and the real one both keep. */
@NullMarked
package io.driftseal.testsupport.kubernetes;

import org.jspecify.annotations.NullMarked;
