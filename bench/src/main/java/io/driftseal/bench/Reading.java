package io.driftseal.bench;

import io.driftseal.bench.load.Window;
import io.driftseal.bench.measured.MeasuredProcess;

/**
 * One window with what the server used in it.
 *
 * @param cpuMillis of the server for each operation, without its children and without its compilers
 * @param compilerMillis of the server's compilers for each operation: nothing once it is warm
 * @param engineCpuMillis of the policy engine for each operation
 */
record Reading(Window window, double cpuMillis, double compilerMillis, double engineCpuMillis) {

    /** What an operation costs a warm server and its engine. */
    double warmMillis() {
        return cpuMillis + engineCpuMillis;
    }

    /** What the processes have used so far; a second look makes a reading. */
    record Start(
            MeasuredProcess process,
            double cpuMillis,
            double compilerMillis,
            double engineCpuMillis) {
        static Start of(MeasuredProcess process) {
            return new Start(
                    process,
                    process.cpuMillis(),
                    process.compilerMillis(),
                    process.childrenCpuMillis());
        }

        Reading end(Window window) {
            double count = Math.max(1, window.count());
            Start now = of(process);
            double compilers = now.compilerMillis - compilerMillis;
            return new Reading(
                    window,
                    (now.cpuMillis - cpuMillis - compilers) / count,
                    compilers / count,
                    (now.engineCpuMillis - engineCpuMillis) / count);
        }
    }
}
