package io.driftseal.scanner;

import io.driftseal.scanner.check.EarlierLooks;
import io.driftseal.scanner.incident.Inheritances;
import io.driftseal.scanner.incident.Transaction;
import java.time.Instant;
import java.util.Optional;

/** Earlier looks as they are kept, on the view of one transaction. */
record RememberedLooks(Transaction remembered) implements EarlierLooks {

    @Override
    public Optional<Instant> began() {
        return Installation.time(remembered);
    }

    @Override
    public boolean presentAtInstallation(String uid) {
        return Installation.wasPresent(remembered, uid);
    }

    @Override
    public Optional<Inherited> inherited(String uid) {
        return new Inheritances(remembered.firstSights()).of(uid);
    }
}
