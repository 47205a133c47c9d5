/**
 * Encodings of bytes and documents: {@code base64*}, {@code hex.*}, {@code yaml.*}, {@code uuid.*}.
 */
@NullMarked
package io.driftseal.rego.builtin.encoding;

import org.jspecify.annotations.NullMarked;
