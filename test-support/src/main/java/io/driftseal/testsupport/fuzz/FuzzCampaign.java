package io.driftseal.testsupport.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * So many inputs of one seed against one target. Every input has a seed of its own, made of the
 * campaign's and its number, so that one failing input can be made again without those before it.
 * An input that the target does not survive, or does not end with in time, is kept in {@code
 * target/fuzz} and named with its seed.
 *
 * @param name of the campaign, part of the kept file's name
 * @param seed property {@code driftseal.seed}
 * @param inputs property {@code driftseal.fuzz.inputs}: a million for a proof, fewer in every build
 * @param longest property {@code driftseal.fuzz.seconds}: it ends then with fewer, and says so
 */
public record FuzzCampaign(String name, long seed, int inputs, Duration longest) {

    /** No input may take longer: the webhook's own deadline is 4 s, and this machine is slow. */
    private static final Duration LONGEST_INPUT = Duration.ofSeconds(30);

    private static final long MIXER = 0x9E3779B97F4A7C15L;

    /** Makes one input. */
    public interface Source {
        byte[] next(Random random);
    }

    /** Takes one input and says what came of it; whatever it throws is a failure. */
    public interface Target {
        void accept(byte[] input, Tally tally) throws Exception;
    }

    /** How often what came of it. */
    public static final class Tally {
        private final SortedMap<String, Integer> counts = new TreeMap<>();

        public void count(String outcome) {
            counts.merge(outcome, 1, Integer::sum);
        }
    }

    /** Seed and number of inputs from the system properties. */
    public static FuzzCampaign of(String name, int inputsInEveryBuild) {
        return new FuzzCampaign(
                name,
                Long.getLong("driftseal.seed", 20261126L),
                Integer.getInteger("driftseal.fuzz.inputs", inputsInEveryBuild),
                Duration.ofSeconds(Long.getLong("driftseal.fuzz.seconds", 24 * 60 * 60)));
    }

    /**
     * Runs what once was a finding, kept in {@code src/test/resources/fuzz/NAME}, then all inputs,
     * on a thread of its own, so that one that never ends is found, too. Prints what came of them.
     */
    public void run(Source source, Target target) throws InterruptedException {
        var current = new AtomicReference<>(new Attempt(0, new byte[0], System.nanoTime()));
        var tally = new Tally();
        var done = new AtomicInteger();
        long start = System.nanoTime();
        var work =
                new FutureTask<Void>(() -> {
                    for (byte[] input : kept()) {
                        current.set(new Attempt(-1, input, System.nanoTime()));
                        target.accept(input, tally);
                    }
                    long end = start + longest.toNanos();
                    for (int number = 0; number < inputs && System.nanoTime() - end < 0; number++) {
                        byte[] input = source.next(random(number));
                        current.set(new Attempt(number, input, System.nanoTime()));
                        target.accept(input, tally);
                        done.incrementAndGet();
                    }
                    return null;
                });
        Thread thread = Thread.ofPlatform().daemon().name("fuzz-" + name).start(work);
        while (true) {
            try {
                work.get(1, TimeUnit.SECONDS);
                print(tally, done.get(), System.nanoTime() - start);
                return;
            } catch (TimeoutException e) {
                Attempt attempt = Objects.requireNonNull(current.get());
                if (System.nanoTime() - attempt.startNanos() > LONGEST_INPUT.toNanos()) {
                    var hang = new IllegalStateException("no end after " + LONGEST_INPUT);
                    hang.setStackTrace(thread.getStackTrace());
                    throw failure(attempt, hang);
                }
            } catch (ExecutionException e) {
                throw failure(
                        Objects.requireNonNull(current.get()),
                        Objects.requireNonNull(e.getCause()));
            }
        }
    }

    private List<byte[]> kept() throws IOException {
        Path folder = Path.of("src", "test", "resources", "fuzz", name);
        var inputsKept = new ArrayList<byte[]>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    inputsKept.add(Files.readAllBytes(file));
                }
            }
        }
        return inputsKept;
    }

    private void print(Tally tally, int done, long nanos) {
        System.out.printf(
                "fuzz campaign %s: %d inputs, seed %d, %.1f s, outcomes %s%n",
                name, done, seed, nanos / 1e9, tally.counts);
    }

    private Random random(int number) {
        return new Random(seed + MIXER * (number + 1));
    }

    private AssertionError failure(Attempt attempt, Throwable cause) {
        Path kept = Path.of("target", "fuzz", name + "-" + seed + "-" + attempt.number() + ".bin");
        try {
            Files.createDirectories(kept.getParent());
            Files.write(kept, attempt.input());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new AssertionError(
                "campaign %s, seed %d, input %d of %d (kept in %s): %s"
                        .formatted(name, seed, attempt.number(), inputs, kept, cause),
                cause);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Attempt(int number, byte[] input, long startNanos) {}
}
