package io.driftseal.scanner.evidence;

import io.driftseal.scanner.incident.EvidenceStore.CheckpointSighting;
import io.driftseal.scanner.incident.EvidenceStore.Head;
import io.driftseal.scanner.incident.ScannerStore;
import io.driftseal.scanner.incident.StoreException;
import io.driftseal.service.health.ProgressCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the head of the chain signed on a period, and sooner after many entries. What is not signed
 * yet could be rewritten by whoever owns the scanner; the age of the last checkpoint is that
 * window.
 */
public final class CheckpointLoop {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointLoop.class);
    private static final Duration TICK = Duration.ofMillis(500);

    private final ScannerStore store;
    private final CheckpointSigner signer;
    private final Duration period;
    private final long entries;
    private final Clock clock;
    private volatile Instant lastSigned;
    private Instant nextAttempt = Instant.MIN;
    private boolean failing;

    /**
     * @param period between two checkpoints while entries arrive
     * @param entries that are signed sooner than the period
     */
    public CheckpointLoop(
            ScannerStore store,
            CheckpointSigner signer,
            Duration period,
            long entries,
            Clock clock) {
        this.store = store;
        this.signer = signer;
        this.period = period;
        this.entries = entries;
        this.clock = clock;
        this.lastSigned =
                store.read(t -> t.evidence().lastCheckpoint())
                        .map(CheckpointSighting::time)
                        .orElse(clock.instant());
    }

    /** Runs until interrupted. */
    public void run(ProgressCheck progress) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                progress.returned();
                round();
                Thread.sleep(TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Time since a checkpoint was kept, or there was nothing left to sign. */
    public Duration age() {
        return Duration.between(lastSigned, clock.instant());
    }

    /** Signs if it is time to; true if a checkpoint was kept. */
    boolean round() throws InterruptedException {
        if (clock.instant().isBefore(nextAttempt)) {
            return false;
        }
        try {
            return signIfDue();
        } catch (StoreException e) {
            failed(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** Signs what is there, however little; for the stop. True if nothing is left unsigned. */
    public boolean flush() throws InterruptedException {
        Optional<Head> head = store.read(t -> t.evidence().head());
        return head.isEmpty() || unsigned(head.get()) == 0 || keep(head.get());
    }

    private boolean signIfDue() throws InterruptedException {
        Optional<Head> head = store.read(t -> t.evidence().head());
        if (head.isEmpty() || unsigned(head.get()) == 0) {
            lastSigned = clock.instant();
            return false;
        }
        boolean due =
                !clock.instant().isBefore(lastSigned.plus(period))
                        || unsigned(head.get()) >= entries;
        return due && keep(head.get());
    }

    private long unsigned(Head head) {
        long signed =
                store.read(t -> t.evidence().lastCheckpoint())
                        .map(CheckpointSighting::sequence)
                        .orElse(0L);
        return head.sequence() - signed;
    }

    private boolean keep(Head head) throws InterruptedException {
        return switch (signer.sign(head)) {
            case CheckpointSigner.Signature.Signed signed -> {
                Instant now = clock.instant();
                store.write(t -> {
                    t.evidence().keepCheckpoint(head.sequence(), signed.envelope(), now);
                    return head.sequence();
                });
                lastSigned = now;
                failing = false;
                yield true;
            }
            case CheckpointSigner.Signature.NotSigned refused -> {
                failed(refused.reason());
                yield false;
            }
        };
    }

    private void failed(String reason) {
        nextAttempt = clock.instant().plus(Duration.ofSeconds(5));
        if (!failing) {
            LOG.atWarn().addKeyValue("reason", reason).log("evidence is not signed, trying again");
        }
        failing = true;
    }
}
