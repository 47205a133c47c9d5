package io.driftseal.system.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.driftseal.system.bench.WebhookHistogram.Calls;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is read of the API server's metrics. */
final class WebhookHistogramTest {

    /** Lines as an API server writes them. */
    private static String metrics(int fast, int all, double seconds) {
        String name = "apiserver_admission_webhook_admission_duration_seconds";
        String labels =
                "name=\"stamp.driftseal.io\",operation=\"CREATE\",rejected=\"false\",type=\"admit\"";
        return """
        # HELP %1$s [STABLE] Admission webhook latency histogram in seconds.
        %1$s_bucket{%2$s,le="0.005"} %3$d
        %1$s_bucket{%2$s,le="0.025"} %4$d
        %1$s_bucket{%2$s,le="+Inf"} %4$d
        %1$s_sum{%2$s} %5$s
        %1$s_count{%2$s} %4$d
        %1$s_count{name="stamp.driftseal.io",operation="UPDATE",rejected="false",type="admit"} 7
        other_count{%2$s} 9
        """
                .formatted(name, labels, fast, all, seconds);
    }

    @Test
    void sumCountAndBucketsOfCreationsSinceAnEarlierReading() {
        var before = WebhookHistogram.of(metrics(10, 20, 0.5));
        var after = WebhookHistogram.of(metrics(70, 120, 1.5));

        Map<String, Calls> since = after.since(before);

        assertThat(since).containsOnlyKeys("stamp.driftseal.io");
        Calls calls = Objects.requireNonNull(since.get("stamp.driftseal.io"));
        assertThat(calls.count()).isEqualTo(100);
        assertThat(calls.sumSeconds()).isCloseTo(1.0, within(1e-9));
        assertThat(calls.meanMillis()).isCloseTo(10.0, within(1e-6));
        assertThat(calls.millisWithin(50)).isEqualTo(5.0);
        assertThat(calls.millisWithin(99)).isEqualTo(25.0);
    }

    @Test
    void nothingIsSaidOfAWebhookThatWasNotCalled() {
        var reading = WebhookHistogram.of(metrics(1, 1, 0.001));

        assertThat(reading.since(reading)).isEmpty();
    }
}
