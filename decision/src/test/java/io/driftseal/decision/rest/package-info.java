/** Tests of OPA's REST answers, against a scripted server. */
@NullMarked
package io.driftseal.decision.rest;

import org.jspecify.annotations.NullMarked;
