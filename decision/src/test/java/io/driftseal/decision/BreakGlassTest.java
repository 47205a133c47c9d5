package io.driftseal.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The glass is broken for a bounded time, and only by a label that says so clearly. */
final class BreakGlassTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "20261126T120001Z, Open",
        "20261127T120000Z, Open",
        "20261127T120001Z, Malformed",
        "20261126T120000Z, Ended",
        "20251126T120000Z, Ended",
        "20261126T250000Z, Malformed",
        "20261331T000000Z, Malformed",
        "20260230T000000Z, Malformed",
        "20261126T130000, Malformed",
        "2026-11-26T13:00:00Z, Malformed",
        "true, Malformed",
        "'', Malformed"
    })
    void whatALabelSaysAtNoon(String value, String meaning) {
        BreakGlass glass = BreakGlass.of(Map.of(BreakGlass.LABEL, value), NOW);

        assertThat(glass.getClass().getSimpleName()).isEqualTo(meaning);
    }

    @Test
    void withoutALabelNobodyBrokeIt() {
        assertThat(BreakGlass.of(Map.of(), NOW)).isEqualTo(new BreakGlass.None());
    }

    @Test
    void theValueIsReadAsItWasWritten() {
        Instant end = NOW.plusSeconds(3600);

        assertThat(BreakGlass.of(Map.of(BreakGlass.LABEL, BreakGlass.value(end)), NOW))
                .isEqualTo(new BreakGlass.Open(end));
    }
}
