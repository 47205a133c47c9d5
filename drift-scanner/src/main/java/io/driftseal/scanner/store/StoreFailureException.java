package io.driftseal.scanner.store;

import io.driftseal.scanner.incident.StoreException;
import java.util.Locale;

/** A {@link StoreException} that knows its kind. */
final class StoreFailureException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final StoreFailure failure;

    StoreFailureException(StoreFailure failure, Throwable cause) {
        super(failure.name().toLowerCase(Locale.ROOT) + ": " + failure.sentence(), cause);
        this.failure = failure;
    }

    StoreFailure failure() {
        return failure;
    }
}
