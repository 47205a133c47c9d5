package io.driftseal.bench.profile;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording, summed up by {@link Stage}. */
public final class Profile {
    private static final String PROCESSOR_TIME = "jdk.CPUTimeSample";
    private static final String ALLOCATION = "jdk.ObjectAllocationSample";
    private static final int FRAMES_SHOWN = 4;

    private final Map<Stage, Sum> processor = new EnumMap<>(Stage.class);
    private final Map<Stage, Sum> allocation = new EnumMap<>(Stage.class);

    private Profile() {}

    /**
     * @param from events before it are left out: a thread's first sample of allocations counts all
     *     that it allocated since it began, warm-up included
     */
    public static Profile of(Path recording, Instant from) throws IOException {
        var profile = new Profile();
        try (var events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (!event.getStartTime().isBefore(from)) {
                    profile.add(event);
                }
            }
        }
        return profile;
    }

    private void add(RecordedEvent event) {
        RecordedStackTrace trace = event.getStackTrace();
        if (trace == null) {
            return;
        }
        switch (event.getEventType().getName()) {
            case PROCESSOR_TIME -> add(processor, trace, 1);
            case ALLOCATION -> add(allocation, trace, event.getLong("weight"));
            default -> {
                // Of the recording itself.
            }
        }
    }

    private static void add(Map<Stage, Sum> sums, RecordedStackTrace trace, long weight) {
        List<String> stack = new ArrayList<>();
        for (RecordedFrame frame : trace.getFrames()) {
            stack.add(frame.getMethod().getType().getName() + "#" + frame.getMethod().getName());
        }
        if (!stack.isEmpty()) {
            sums.computeIfAbsent(Stage.of(stack), each -> new Sum()).add(stack, weight);
        }
    }

    /**
     * Shares of the Java threads' samples, and the frames in which most of a stage's were taken.
     *
     * @param cpuMillis of Java threads for each operation
     * @param kilobytes allocated for each operation
     */
    public void print(PrintStream out, double cpuMillis, double kilobytes) {
        double samples = total(processor);
        double bytes = total(allocation);
        out.println("| Stage | CPU | CPU µs | allocated | KB |");
        out.println("|---|---|---|---|---|");
        for (Stage stage : Stage.values()) {
            double time = weight(processor, stage) / samples;
            double memory = weight(allocation, stage) / bytes;
            out.printf(
                    "| %s | %.1f %% | %.0f | %.1f %% | %.1f |%n",
                    stage.words(),
                    100 * time,
                    1000 * cpuMillis * time,
                    100 * memory,
                    kilobytes * memory);
        }
        out.println();
        out.printf("Of %.0f samples of processor time, by stage:%n", samples);
        frames(out, processor, samples);
        out.println();
        out.println("Of all that was allocated, by stage:");
        frames(out, allocation, bytes);
    }

    /** Of the samples of processor time. */
    public double share(Stage... stages) {
        double weight = 0;
        for (Stage stage : stages) {
            weight += weight(processor, stage);
        }
        return weight / total(processor);
    }

    private static void frames(PrintStream out, Map<Stage, Sum> sums, double total) {
        sums.forEach((stage, sum) ->
                sum.top()
                        .forEach(entry ->
                                out.printf(
                                        "%5.1f %%  %s: %s%n",
                                        100 * entry.getValue() / total,
                                        stage.words(),
                                        entry.getKey())));
    }

    private static double total(Map<Stage, Sum> sums) {
        return Math.max(1, sums.values().stream().mapToLong(sum -> sum.weight).sum());
    }

    private static double weight(Map<Stage, Sum> sums, Stage stage) {
        Sum sum = sums.get(stage);
        return sum == null ? 0 : sum.weight;
    }

    private static final class Sum {
        private final Map<String, Long> byFrame = new HashMap<>();
        private long weight;

        void add(List<String> stack, long more) {
            weight += more;
            byFrame.merge(stack.getFirst() + "  from  " + caller(stack), more, Long::sum);
        }

        /** The nearest frame of ours says more than the innermost one, which is the JDK's. */
        private static String caller(List<String> stack) {
            return stack.stream()
                    .skip(1)
                    .filter(frame -> frame.startsWith("io.driftseal."))
                    .filter(frame -> !Stage.isShared(frame))
                    .findFirst()
                    .orElse(stack.get(Math.min(1, stack.size() - 1)));
        }

        List<Map.Entry<String, Long>> top() {
            return byFrame.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(FRAMES_SHOWN)
                    .toList();
        }
    }
}
