package io.driftseal.scanner.store;

import io.driftseal.scanner.incident.ScannerStore;
import io.driftseal.scanner.incident.StoreException;
import io.driftseal.scanner.incident.Transaction;
import io.driftseal.service.health.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@link ScannerStore} in one SQLite file. A write that returned is on disk: WAL with {@code
 * synchronous=FULL} syncs at every commit. Reads see the last commit and never wait for the writer.
 */
public final class SqliteScannerStore implements ScannerStore {

    /** More than the scanner has loops that read at the same time; a further one waits. */
    private static final int READERS = 3;

    private final StoreFile file;
    private final Statements writer;
    private final BlockingQueue<Statements> readers = new ArrayBlockingQueue<>(READERS);
    private final ReentrantLock writing = new ReentrantLock(true);
    private final StorePolicy policy;
    private volatile Optional<String> failure = Optional.empty();
    private volatile Optional<String> damage = Optional.empty();

    private SqliteScannerStore(StoreFile file, StorePolicy policy) {
        this.file = file;
        this.policy = policy;
        this.writer = file.writer();
        for (int i = 0; i < READERS; i++) {
            readers.add(file.reader());
        }
    }

    /**
     * Opens or creates the file, takes its lock, checks and migrates it.
     *
     * @param identity makes the instance id of a new file
     * @throws StoreException if the file is locked, damaged, newer than this program or not
     *     writable
     */
    public static SqliteScannerStore open(
            StoreSettings settings, StorePolicy policy, Supplier<UUID> identity) {
        StoreFile file = StoreFile.open(settings);
        try {
            SqliteScannerStore store = new SqliteScannerStore(file, policy);
            store.install(policy.clock().instant(), identity.get());
            return store;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void install(Instant now, UUID instanceId) {
        changing(statements -> {
            keepFirst(statements, "installed-at", now.toString());
            keepFirst(statements, "instance-id", instanceId.toString());
            return true;
        });
    }

    private static void keepFirst(Statements statements, String name, String value) {
        statements.change(
                "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", name, value);
    }

    /** When this file was made: objects older than it were admitted before anyone looked. */
    public Instant installedAt() {
        return Instant.parse(meta("installed-at"));
    }

    /** Random, the file's own for ever. */
    public String instanceId() {
        return meta("instance-id");
    }

    private String meta(String name) {
        return reading(statements ->
                statements
                        .first(
                                "SELECT value FROM meta WHERE name = ?",
                                row -> row.getString(1),
                                name)
                        .orElseThrow());
    }

    /** Holds while the last write succeeded and no damage was met; damage stays until a restart. */
    public Condition writable() {
        return () -> damage.or(() -> failure);
    }

    private void note(StoreException e) {
        Optional<String> sentence = Optional.of(String.valueOf(e.getMessage()));
        if (e instanceof StoreFailureException known && known.failure() == StoreFailure.CORRUPT) {
            damage = sentence;
        }
    }

    /** The outbox as the delivery loops see it. */
    public SqliteDeliveryQueue deliveries() {
        return new SqliteDeliveryQueue(this, policy.limits(), policy.counters());
    }

    /** The messages that were refused for good. */
    public SqliteDeadLetters deadLetters() {
        return new SqliteDeadLetters(this);
    }

    @Override
    public <T> T write(Function<Transaction, T> work) {
        return changing(statements -> transact(statements, work));
    }

    @Override
    public <T> T read(Function<Transaction, T> work) {
        return reading(statements -> transact(statements, work));
    }

    private <T> T transact(Statements statements, Function<Transaction, T> work) {
        SqliteTransaction transaction = new SqliteTransaction(statements, policy);
        try {
            return work.apply(transaction);
        } finally {
            transaction.end();
        }
    }

    /** Runs the work in the writer's transaction and notes for readiness how it went. */
    <T> T changing(Function<Statements, T> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "a write inside a write: pass the transaction on instead");
        }
        writing.lock();
        try {
            T result = writer.inTransaction("BEGIN IMMEDIATE", work);
            failure = Optional.empty();
            return result;
        } catch (StoreException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
            note(e);
            throw e;
        } finally {
            writing.unlock();
        }
    }

    /** Runs the work on one consistent view. */
    <T> T reading(Function<Statements, T> work) {
        Statements reader;
        try {
            reader = readers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting to read the state", e);
        }
        try {
            return reader.inTransaction("BEGIN", work);
        } catch (StoreException e) {
            note(e);
            throw e;
        } finally {
            readers.add(reader);
        }
    }

    /** Waits for the running write, then gives the file back. */
    @Override
    public void close() {
        writing.lock();
        try {
            List<Statements> open = new ArrayList<>();
            readers.drainTo(open);
            open.forEach(Statements::close);
            writer.close();
            file.close();
        } finally {
            writing.unlock();
        }
    }
}
