/** The documents that are sent: pods of three sizes and the reviews around them. */
@NullMarked
package io.driftseal.bench.document;

import org.jspecify.annotations.NullMarked;
