package io.driftseal.bench;

import io.driftseal.bench.load.Window;
import io.driftseal.bench.measured.MeasuredProcess;

/**
 * One window with what the server used in it.
 *
 * @param cpuMillis of the server for each operation, without its children
 * @param engineCpuMillis of the policy engine for each operation
 */
record Reading(Window window, double cpuMillis, double engineCpuMillis) {

    /** What the processes have used so far; a second look makes a reading. */
    record Start(MeasuredProcess process, double cpuMillis, double engineCpuMillis) {
        static Start of(MeasuredProcess process) {
            return new Start(process, process.cpuMillis(), process.childrenCpuMillis());
        }

        Reading end(Window window) {
            double count = Math.max(1, window.count());
            return new Reading(
                    window,
                    (process.cpuMillis() - cpuMillis) / count,
                    (process.childrenCpuMillis() - engineCpuMillis) / count);
        }
    }
}
