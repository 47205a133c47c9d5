package io.driftseal.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.BreakGlass;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.webhook.review.CalledNamespaces.Called;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mode counts when the watch, the API server and the store do not agree. */
final class CalledNamespacesTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final String OPEN = "20261126T130000Z";
    private static final String ENDED = "20261126T110000Z";

    /** A watch that still shows the old mode never decides against what the API server saw. */
    @ParameterizedTest(name = "called {0}, watched {1} {2}, stored {3} {4}: {5}")
    @CsvSource({
        "ENFORCING, observe,      , observe,      , enforce",
        "ENFORCING, enforce,      , enforce,      , enforce",
        "ENFORCING, warn,         , enforce,      , enforce",
        "ENFORCING, enforce, " + OPEN + ", enforce, , enforce",
        "LENIENT,   observe,      , observe,      , observe",
        "LENIENT,   warn,         , warn,         , warn",
        "LENIENT,   observe, " + OPEN + ", observe, " + OPEN + ", observe",
        "LENIENT,   enforce,      , enforce,      , enforce",
        "LENIENT,   enforce,      , observe,      , observe",
        "LENIENT,   enforce,      , unreadable,   , enforce",
        "LENIENT,   enforce,      , enforce, " + OPEN + ", warn",
        "LENIENT,   enforce,      , enforce, " + ENDED + ", enforce",
        "LENIENT,   enforce, " + OPEN + ", enforce, " + OPEN + ", warn",
        "LENIENT,   enforce, " + ENDED + ", enforce, " + ENDED + ", enforce",
        "LENIENT,   enforce, 20271126T110000Z, enforce, 20271126T110000Z, enforce",
        "LENIENT,   enforce, tomorrow, enforce, tomorrow, enforce"
    })
    void theModeThatCounts(
            Called called,
            String watched,
            String watchedGlass,
            String stored,
            String storedGlass,
            String counts) {
        var namespaces =
                new CalledNamespaces(
                        name -> facts(watched, watchedGlass),
                        name -> facts(stored, storedGlass),
                        called,
                        () -> NOON);

        NamespaceFacts facts = namespaces.find("shop").orElseThrow();

        assertThat(facts.mode().wireName()).isEqualTo(counts);
        assertThat(facts.labels().containsKey(BreakGlass.LABEL))
                .as("only open glass is told")
                .isEqualTo(counts.equals("warn") && !watched.equals("warn"));
    }

    @Test
    void aNamespaceThatNobodyCanReadHasNoMode() {
        for (Called called : Called.values()) {
            var namespaces =
                    new CalledNamespaces(
                            name -> Optional.empty(), name -> Optional.empty(), called, () -> NOON);

            assertThat(namespaces.find("shop")).isEmpty();
        }
    }

    @Test
    void eachWebhookHasItsPath() {
        assertThat(Called.ENFORCING.path("/verify")).isEqualTo("/verify/enforce");
        assertThat(Called.LENIENT.path("/verify")).isEqualTo("/verify");
    }

    private static Optional<NamespaceFacts> facts(
            String mode, @org.jspecify.annotations.Nullable String glass) {
        if (mode.equals("unreadable")) {
            return Optional.empty();
        }
        Map<String, String> labels = new HashMap<>(Map.of("driftseal.io/mode", mode));
        if (glass != null) {
            labels.put(BreakGlass.LABEL, glass);
        }
        return Optional.of(new NamespaceFacts("shop", labels));
    }
}
