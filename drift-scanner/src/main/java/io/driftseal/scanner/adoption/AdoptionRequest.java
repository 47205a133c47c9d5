package io.driftseal.scanner.adoption;

import java.util.Optional;

/**
 * What is to be adopted.
 *
 * @param namespace one, or empty for all
 * @param dryRun only say what would be
 * @param acceptDrift also what deviates: its present state becomes the baseline, the earlier one
 *     stays in evidence
 * @param after where an earlier page ended, empty for the first
 */
public record AdoptionRequest(
        Optional<String> namespace, boolean dryRun, boolean acceptDrift, String after) {}
