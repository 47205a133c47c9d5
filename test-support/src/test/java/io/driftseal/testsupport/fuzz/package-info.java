@NullMarked
package io.driftseal.testsupport.fuzz;

import org.jspecify.annotations.NullMarked;
