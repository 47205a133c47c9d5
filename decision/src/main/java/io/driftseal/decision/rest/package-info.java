/** OPA over HTTP: connections, questions, and answers read strictly, for whatever carries them. */
@NullMarked
package io.driftseal.decision.rest;

import org.jspecify.annotations.NullMarked;
