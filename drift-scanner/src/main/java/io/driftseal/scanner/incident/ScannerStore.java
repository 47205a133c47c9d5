package io.driftseal.scanner.incident;

import java.util.function.Function;

/** The scanner's durable state. Safe for use by several threads; writes are serialised. */
public interface ScannerStore extends AutoCloseable {

    /**
     * Runs the work and commits; an exception rolls everything back and is passed on. The
     * transaction is not usable after the work returned.
     *
     * @throws StoreException if the state cannot be written (disk full, file gone)
     */
    <T> T write(Function<Transaction, T> work);

    /**
     * Runs the work on one consistent view without taking the writer's turn; writing in it fails.
     */
    <T> T read(Function<Transaction, T> work);

    @Override
    void close();
}
