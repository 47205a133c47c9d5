@NullMarked
package io.driftseal.testsupport.receiver;

import org.jspecify.annotations.NullMarked;
