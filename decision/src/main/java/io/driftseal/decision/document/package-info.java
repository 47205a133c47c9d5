/**
 * The documents that go to an engine and come back: canonical bytes and their digest, replacement
 * of secrets, strict reading. Knows nothing of the questions themselves.
 */
@NullMarked
package io.driftseal.decision.document;

import org.jspecify.annotations.NullMarked;
