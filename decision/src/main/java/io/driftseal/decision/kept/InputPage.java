package io.driftseal.decision.kept;

import java.util.Optional;

/**
 * Some of what is kept, oldest first.
 *
 * @param lines whole ones, each with its end
 * @param next where the page behind this one begins; empty where there is none yet
 * @param damaged lines that were left out because they are not what was written
 */
@SuppressWarnings("ArrayRecordComponent") // written straight to a socket, never compared
public record InputPage(byte[] lines, Optional<String> next, int damaged) {}
