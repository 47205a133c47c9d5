package io.driftseal.scanner.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

    private final BackOff backOff = new BackOff(Duration.ofSeconds(2), Duration.ofMinutes(5));

    @ParameterizedTest
    @CsvSource({"1, 2000", "2, 4000", "3, 8000", "8, 256000", "9, 300000", "1000000, 300000"})
    void doublesUpToItsMaximumWithJitterInTheUpperHalf(int failures, long fullMillis) {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            assertThat(backOff.delay(failures, random).toMillis())
                    .as("seed %d", seed)
                    .isBetween(fullMillis / 2, fullMillis);
        }
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
