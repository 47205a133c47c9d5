@NullMarked
package io.driftseal.kubernetes.facts;

import org.jspecify.annotations.NullMarked;
