package io.driftseal.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What a window of load came to.
 *
 * @param latencies in microseconds; of an open loop from the moment the request was due
 * @param failures answers that were late, missing or wrong
 */
public record Window(double seconds, long failures, Histogram latencies) {

    public long count() {
        return latencies.getTotalCount();
    }

    public double perSecond() {
        return count() / seconds;
    }

    public double millisAt(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1000.0;
    }

    public double meanMillis() {
        return latencies.getMean() / 1000.0;
    }
}
