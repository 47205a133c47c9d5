package io.driftseal.decision.opa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a dead engine is left alone. */
final class RestartPolicyTest {

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "4, 800", "7, 6400", "8, 10000", "1000, 10000"})
    void pausesDoubleUpToTheirBound(int attempt, long millis) {
        // When, Then
        assertThat(RestartPolicy.DEFAULT.pause(attempt)).isEqualTo(Duration.ofMillis(millis));
    }
}
