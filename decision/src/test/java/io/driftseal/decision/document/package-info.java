/** Tests of the documents. */
@NullMarked
package io.driftseal.decision.document;

import org.jspecify.annotations.NullMarked;
