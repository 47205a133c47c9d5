package io.driftseal.evidence.spool;

import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.spool.DeliveryResult.Accepted;
import io.driftseal.evidence.spool.DeliveryResult.Final;
import io.driftseal.evidence.spool.DeliveryResult.Retry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a spool's records to their receiver, batch after batch, on one virtual thread. A batch
 * that is refused for good is tried record by record, and the record at fault is put aside and
 * named in a gap: one bad record does not hold up the others.
 */
public final class SpoolDelivery {

    /** How long an idle loop waits before it reports progress again. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private static final int LARGEST_EXPONENT = 20;
    private static final Logger log = LoggerFactory.getLogger(SpoolDelivery.class);

    private final RecordSpool spool;
    private final RejectedRecords aside;
    private final RecordSink sink;
    private final DeliverySettings settings;
    private final Surroundings surroundings;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private volatile Instant lastProgress;
    private volatile boolean stopping;
    private int failures;
    private @Nullable Thread thread;

    /** What delivery takes from the world around it. */
    public record Surroundings(Clock clock, RandomGenerator random, Pause pause) {}

    /**
     * @param aside for what the receiver refuses for good
     */
    public SpoolDelivery(
            RecordSpool spool,
            RejectedRecords aside,
            RecordSink sink,
            DeliverySettings settings,
            Surroundings surroundings) {
        this.spool = spool;
        this.aside = aside;
        this.sink = sink;
        this.settings = settings;
        this.surroundings = surroundings;
        this.lastProgress = surroundings.clock().instant();
    }

    /** Starts the loop; once only. */
    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException("delivery was started before");
        }
        thread = Thread.ofVirtual().name("spool-delivery").start(this::run);
    }

    /**
     * Delivers what is there and ends; what is left at the deadline stays in the spool.
     *
     * @return records that are left
     */
    public long stop(Duration deadline) throws InterruptedException {
        stopping = true;
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null && !running.join(deadline)) {
            running.interrupt();
            running.join();
        }
        return spool.depth();
    }

    /** Records the receiver has accepted since the start. */
    public long delivered() {
        return delivered.get();
    }

    /** Attempts that must be repeated, since the start. */
    public long retries() {
        return retries.get();
    }

    /** Records the receiver refused for good, since the start. */
    public long rejected() {
        return rejected.get();
    }

    /** Puts a record that was refused back into the spool; false if there is none, or no room. */
    public boolean resend(long number) {
        Optional<RecordEnvelope> envelope = aside.find(number);
        return envelope.isPresent()
                && spool.append(envelope.get()) instanceof AppendResult.Stored
                && aside.discard(number);
    }

    /** When the loop last came round: it does so at least once per attempt or pause. */
    public Instant lastProgress() {
        return lastProgress;
    }

    private void run() {
        try {
            while (!(stopping && spool.depth() == 0)) {
                lastProgress = surroundings.clock().instant();
                long before = delivered.get();
                roundSafely();
                if (delivered.get() > before) {
                    gather();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void gather() throws InterruptedException {
        if (!stopping && spool.depth() < settings.batchRecords()) {
            surroundings.pause().of(settings.gathering());
        }
    }

    /** A mistake in a sink must not end delivery for good. */
    private void roundSafely() throws InterruptedException {
        try {
            round();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("record delivery attempt broke off");
            retry(e.getClass().getSimpleName());
        }
    }

    /** One attempt, or one short wait where there is nothing to deliver. */
    void round() throws InterruptedException {
        List<SpooledRecord> batch = spool.peek(settings.batchRecords(), settings.batchBytes());
        if (batch.isEmpty()) {
            if (!stopping) {
                spool.awaitRecords(IDLE);
            }
            return;
        }
        switch (sink.deliver(batch)) {
            case Accepted(List<String> ids) -> accepted(batch, ids);
            case Retry(String reason) -> retry(reason);
            case Final(String reason) -> refused(batch, reason);
        }
    }

    private void accepted(List<SpooledRecord> batch, List<String> ids) throws InterruptedException {
        List<String> known = batch.stream().map(SpooledRecord::id).filter(ids::contains).toList();
        if (known.isEmpty()) {
            retry("nothing of the batch was accepted");
            return;
        }
        failures = 0;
        delivered.addAndGet(known.size());
        spool.acknowledge(known);
    }

    private void retry(String reason) throws InterruptedException {
        failures++;
        retries.incrementAndGet();
        if (failures == 1) {
            log.atWarn()
                    .addKeyValue("reason", reason)
                    .addKeyValue("depth", spool.depth())
                    .log("record delivery failed, will be repeated");
        }
        surroundings.pause().of(nextPause());
    }

    private void refused(List<SpooledRecord> batch, String reason) throws InterruptedException {
        if (batch.size() > 1) {
            for (SpooledRecord record : batch) {
                if (!alone(record)) {
                    return;
                }
            }
            return;
        }
        drop(batch.getFirst(), reason);
    }

    /** Whether to go on with the next one. */
    private boolean alone(SpooledRecord record) throws InterruptedException {
        return switch (sink.deliver(List.of(record))) {
            case Accepted(List<String> ids) -> {
                accepted(List.of(record), ids);
                yield failures == 0;
            }
            case Retry(String reason) -> {
                retry(reason);
                yield false;
            }
            case Final(String reason) -> {
                drop(record, reason);
                yield true;
            }
        };
    }

    private void drop(SpooledRecord record, String reason) {
        rejected.incrementAndGet();
        log.atError()
                .addKeyValue("recordId", record.id())
                .addKeyValue("reason", reason)
                .addKeyValue("kept", aside.keep(record, reason, surroundings.clock().instant()))
                .log("record refused for good");
        spool.reject(record);
    }

    private Duration nextPause() {
        int exponent = Math.min(failures - 1, LARGEST_EXPONENT);
        long wanted = settings.firstPause().toMillis() << exponent;
        long bounded = Math.min(Math.max(wanted, 1), settings.longestPause().toMillis());
        return Duration.ofMillis(bounded / 2 + surroundings.random().nextLong(bounded / 2 + 1));
    }
}
