package io.driftseal.bench.micro;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of this package, with what each allocates. */
public final class MicroBench {
    private static final TimeValue ITERATION = TimeValue.seconds(1);

    private MicroBench() {}

    /**
     * @param forks JVMs of each benchmark; 0 runs all of them in this one, which is quick and only
     *     good for a first look
     */
    public static void run(int forks) throws RunnerException {
        new Runner(
                        new OptionsBuilder()
                                .include(MicroBench.class.getPackageName())
                                .forks(forks)
                                .warmupIterations(3)
                                .warmupTime(ITERATION)
                                .measurementIterations(3)
                                .measurementTime(ITERATION)
                                .jvmArgs("-XX:+UseSerialGC", "-Xmx256m")
                                .addProfiler(GCProfiler.class)
                                .build())
                .run();
    }
}
