/** Fixtures, builders and fakes of our own ports. */
@NullMarked
package io.driftseal.testsupport;

import org.jspecify.annotations.NullMarked;
