/** Tests of the engine that asks a server, against a scripted one. */
@NullMarked
package io.driftseal.decision.server;

import org.jspecify.annotations.NullMarked;
