/** OPA's REST answers, read strictly, for whatever carries them. */
@NullMarked
package io.driftseal.decision.rest;

import org.jspecify.annotations.NullMarked;
