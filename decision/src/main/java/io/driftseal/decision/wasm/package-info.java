/**
 * OPA's Wasm in this process, for teams that ship Wasm bundles; fenced in, because it is not safe.
 */
@NullMarked
package io.driftseal.decision.wasm;

import org.jspecify.annotations.NullMarked;
