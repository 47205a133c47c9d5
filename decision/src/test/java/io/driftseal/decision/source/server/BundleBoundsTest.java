package io.driftseal.decision.source.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.RealOpa;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table of bounds that people read is the one that holds. */
final class BundleBoundsTest {

    private static final int MEBIBYTE = 1024 * 1024;

    @Test
    void theReadmeSaysWhatHolds() throws IOException {
        String readme =
                Files.readString(
                        RealOpa.shippedPolicies().resolve("../../policy-source/README.md"));
        assertThat(readme)
                .contains(
                        "| archive as it travels | %d MiB |"
                                .formatted(BundleDownload.MAXIMUM_BYTES / MEBIBYTE))
                .contains(
                        "| unpacked; entries | %d MiB; %d |"
                                .formatted(
                                        BundleArchive.MAXIMUM_UNPACKED_BYTES / MEBIBYTE,
                                        BundleArchive.MAXIMUM_ENTRIES))
                .contains(
                        "| policies of all sources together | %d MiB; %d files |"
                                .formatted(
                                        PolicyBundle.MAXIMUM_BYTES / MEBIBYTE,
                                        PolicyBundle.MAXIMUM_FILES))
                .contains(
                        "doubles from the period to %d min"
                                .formatted(BundleServer.LONGEST_PAUSE.toMinutes()))
                .contains("| `policyBundleDeadline` 10 s (up to 60 s) |")
                .contains("| 30 s (up to 1 h) |");
    }

    @Test
    void aPeriodAndADeadlineHaveTheirBounds() {
        accepted(Duration.ofHours(1), Duration.ofSeconds(60));
        refused(Duration.ofHours(1).plusNanos(1), Duration.ofSeconds(1), "policyBundlePeriod");
        refused(Duration.ZERO, Duration.ofSeconds(1), "policyBundlePeriod");
        refused(Duration.ofSeconds(1), Duration.ofSeconds(61), "policyBundleDeadline");
        refused(Duration.ofSeconds(1), Duration.ofSeconds(-1), "policyBundleDeadline");
    }

    private static void refused(Duration period, Duration deadline, String key) {
        assertThatThrownBy(() -> accepted(period, deadline))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key);
    }

    private static void accepted(Duration period, Duration deadline) {
        var settings =
                new BundleServerSettings(
                        URI.create("https://bundles.example/team.tar.gz"),
                        period,
                        deadline,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertThat(settings.period()).isEqualTo(period);
    }
}
