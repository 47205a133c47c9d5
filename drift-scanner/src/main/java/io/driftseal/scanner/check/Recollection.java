package io.driftseal.scanner.check;

import java.util.function.Predicate;

/**
 * What is remembered, on one consistent view.
 *
 * @param decisions what the webhook recorded
 * @param amendments what later changes it recorded as approved
 * @param stamps which stamps were seen on which uid
 * @param baselines what was adopted
 * @param presentAtInstallation whether a uid was there, unstamped, when the scanner first looked
 */
public record Recollection(
        RecordedDecisions decisions,
        RecordedAmendments amendments,
        StampSightings stamps,
        Baselines baselines,
        Predicate<String> presentAtInstallation) {}
