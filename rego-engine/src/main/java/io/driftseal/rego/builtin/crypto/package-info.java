/**
 * Builtins over keys, certificates and digests: {@code crypto.*}, {@code io.jwt.*}, {@code
 * providers.aws.*}.
 */
@NullMarked
package io.driftseal.rego.builtin.crypto;

import org.jspecify.annotations.NullMarked;
