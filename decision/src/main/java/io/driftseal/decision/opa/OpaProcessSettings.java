package io.driftseal.decision.opa;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How OPA is run and asked.
 *
 * @param program the OPA program, see {@link OpaProgram}
 * @param policyDirectory the directory that holds {@code *.rego} and {@code schema/*.json}
 * @param evaluationDeadline for one evaluation, waiting for a free place included
 * @param maximumConcurrentEvaluations more wait, and answer OVERLOADED when the wait is over
 * @param maximumWait for a free place
 */
public record OpaProcessSettings(
        Path program,
        Path policyDirectory,
        Duration evaluationDeadline,
        int maximumConcurrentEvaluations,
        Duration maximumWait) {

    public OpaProcessSettings {
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(policyDirectory, "policyDirectory");
        requirePositive(evaluationDeadline, "evaluationDeadline");
        requirePositive(maximumWait, "maximumWait");
        if (maximumConcurrentEvaluations < 1 || maximumConcurrentEvaluations > 1024) {
            throw new IllegalArgumentException("maximumConcurrentEvaluations must be 1 to 1024");
        }
    }

    /** 2 s for an evaluation, 16 at once, 500 ms for a free place. */
    public static OpaProcessSettings of(Path program, Path policyDirectory) {
        return new OpaProcessSettings(
                program, policyDirectory, Duration.ofSeconds(2), 16, Duration.ofMillis(500));
    }

    private static void requirePositive(Duration duration, String name) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive");
        }
    }
}
