package io.driftseal.stamp;

import io.driftseal.workload.ConfigurationHash;

/**
 * From which form to which other one a pod may change.
 *
 * @param formVersion of the rules under which both hashes were made
 * @param generation {@code metadata.generation} of the pod with the change, 0 where the API server
 *     counts none. It orders amendments, so that an earlier state does not pass for a later one
 */
public record AmendedForm(
        ConfigurationHash from, ConfigurationHash to, int formVersion, long generation) {

    /** JSON numbers up to here are exact in every reader. */
    private static final long MAXIMUM_GENERATION = 1_000_000;

    public AmendedForm {
        if (formVersion < 1) {
            throw new IllegalArgumentException("an amendment's form version must be positive");
        }
        if (generation < 0 || generation > MAXIMUM_GENERATION) {
            throw new IllegalArgumentException(
                    "an amendment's generation must be 0 to " + MAXIMUM_GENERATION);
        }
        if (from.equals(to)) {
            throw new IllegalArgumentException("an amendment changes the form");
        }
    }
}
