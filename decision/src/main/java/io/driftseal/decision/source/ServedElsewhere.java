package io.driftseal.decision.source;

import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import java.util.Optional;

/**
 * Policies of a server that others run: what is here beside them gives this service its settings
 * and decides nothing.
 */
public final class ServedElsewhere implements PolicySource {

    private final String server;
    private final PolicySource settings;

    /**
     * @param server for people
     * @param settings where exemptions and modes of rules are read that this service shows
     */
    public ServedElsewhere(String server, PolicySource settings) {
        this.server = server;
        this.settings = settings;
    }

    @Override
    public String name() {
        return server + ", settings of " + settings.name();
    }

    @Override
    public Optional<PolicyBundle> fetch() throws PolicySourceException, PolicyRefusedException {
        return settings.fetch();
    }
}
