package io.driftseal.scanner;

import io.driftseal.service.health.Health;
import io.driftseal.service.health.ProgressCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The process's loops: each on a thread of its own, watched for progress, ended in order. */
final class Loops {

    /** A round may wait for the engine, the API server and the disk, each with its own deadline. */
    private static final Duration PROGRESS_LIMIT = Duration.ofSeconds(90);

    private final Health health;
    private final List<Thread> threads = new ArrayList<>();

    Loops(Health health) {
        this.health = health;
    }

    /** Starts a loop that reports to its progress check and ends when interrupted. */
    synchronized Thread start(String name, Consumer<ProgressCheck> loop) {
        ProgressCheck progress = health.progress(name, PROGRESS_LIMIT);
        Thread thread =
                Thread.ofVirtual()
                        .name(name)
                        .start(() -> {
                            loop.accept(progress);
                            health.ended(progress);
                        });
        threads.add(thread);
        return thread;
    }

    /** Interrupts every loop and waits for it. */
    void stop() throws InterruptedException {
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(threads);
        }
        all.forEach(Thread::interrupt);
        for (Thread thread : all) {
            thread.join();
        }
    }
}
