package io.driftseal.bench.engines;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.driftseal.bench.measured.MeasuredProcess;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What this process and its children have used so far: engines run in it, and so does OPA as a
 * child. The collector is counted, the compilers are not.
 */
record EngineUsage(double cpuMicros, long allocatedBytes) {

    static EngineUsage now() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double compilers = MeasuredProcess.compilerMillis(ProcessHandle.current().pid()) * 1000;
        double children =
                ProcessHandle.current()
                        .descendants()
                        .mapToDouble(child ->
                                child.info().totalCpuDuration().orElse(Duration.ZERO).toNanos()
                                        / 1000.0)
                        .sum();
        return new EngineUsage(
                system.getProcessCpuTime() / 1000.0 - compilers + children,
                threads.getTotalThreadAllocatedBytes());
    }

    EngineUsage since(EngineUsage before) {
        return new EngineUsage(
                cpuMicros - before.cpuMicros, allocatedBytes - before.allocatedBytes);
    }
}
