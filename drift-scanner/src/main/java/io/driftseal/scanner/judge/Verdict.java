package io.driftseal.scanner.judge;

import io.driftseal.evidence.WorkloadReference;
import java.time.Instant;

/**
 * What is known about one workload at one moment.
 *
 * @param workload whom it is about
 * @param conclusion what is said
 * @param coverage what it rests on
 * @param time when the state it rests on was read
 */
public record Verdict(
        WorkloadReference workload, Conclusion conclusion, Coverage coverage, Instant time) {}
