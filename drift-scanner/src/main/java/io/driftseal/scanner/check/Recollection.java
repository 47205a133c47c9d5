package io.driftseal.scanner.check;

/**
 * What is remembered, on one consistent view.
 *
 * @param decisions what the webhook recorded
 * @param amendments what later changes it recorded as approved
 * @param stamps which stamps were seen on which uid
 * @param baselines what was adopted
 * @param looks the scanner's own
 */
public record Recollection(
        RecordedDecisions decisions,
        RecordedAmendments amendments,
        StampSightings stamps,
        Baselines baselines,
        EarlierLooks looks) {}
