package io.driftseal.decision.source;

import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import java.util.Optional;

/** Where policies come from. Used by one thread. */
public interface PolicySource {

    /** For people: {@code directory /etc/driftseal/policies}. Holds no secret. */
    String name();

    /**
     * What is there now; empty where nothing has changed since the last call that answered. Blocks
     * for a bounded time.
     *
     * @throws PolicySourceException where nobody can say what is there
     * @throws PolicyRefusedException where what is there may not be loaded; said again at every
     *     call until it changes
     */
    Optional<PolicyBundle> fetch() throws PolicySourceException, PolicyRefusedException;
}
