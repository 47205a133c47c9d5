package io.driftseal.scanner.store;

import io.driftseal.scanner.notification.Destination;
import io.driftseal.scanner.notification.MessageRendering;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A store in a test's folder with small limits and counters that remember. */
final class StoreFolder {

    static final Instant NOW = Instant.parse("2026-11-23T21:30:00Z");

    final Path file;
    final List<String> counted = new ArrayList<>();

    StoreFolder(Path folder) {
        this.file = folder.resolve("state").resolve("driftseal.db");
    }

    StoreSettings settings() {
        return new StoreSettings(
                file,
                StoreSettings.DEFAULT_MAXIMUM_BYTES,
                Duration.ofMillis(50),
                new RetentionLimits(2, 3, 2, 4));
    }

    SqliteScannerStore open() {
        return open(settings());
    }

    SqliteScannerStore open(StoreSettings settings) {
        return SqliteScannerStore.open(
                settings,
                new StorePolicy(
                        new MessageRendering(Set.of(Destination.SLACK, Destination.RESPONDER)),
                        settings.retention(),
                        new RememberingCounters(),
                        () -> NOW),
                () -> UUID.fromString("00000000-0000-4000-8000-000000000001"));
    }

    private final class RememberingCounters implements StoreCounters {
        @Override
        public void forgotten(String kind, int rows) {
            if (rows > 0) {
                counted.add(kind + " " + rows);
            }
        }

        @Override
        public void refused(String destination) {
            counted.add("refused " + destination);
        }
    }
}
