package io.driftseal.policysource;

import io.driftseal.decision.kept.InputStoreSettings;
import io.driftseal.decision.kept.KeptInputs;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.PeerRoute;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What the policies of a service were asked: kept, measured, and read by the command. */
public final class ServiceInputs {

    private final KeptInputs kept;

    private ServiceInputs(KeptInputs kept) {
        this.kept = kept;
    }

    /**
     * Opens what is there, and ends with the service.
     *
     * @param directory of this process alone; made if it is not there
     * @param settings empty keeps nothing
     */
    public static ServiceInputs open(
            Path directory,
            Optional<InputStoreSettings> settings,
            ServiceRuntime runtime,
            ServiceMetrics metrics,
            InstantSource clock)
            throws IOException {
        KeptInputs kept = KeptInputs.open(directory, settings, clock);
        runtime.onStop(StopPhase.CLOSE, "kept-inputs", kept::close);
        kept.figures().forEach((name, figure) -> metrics.gauge(name, figure::getAsLong));
        return new ServiceInputs(kept);
    }

    public KeptInputs kept() {
        return kept;
    }

    /** By which the command reads them. */
    public List<PeerRoute> routes() {
        return KeptInputRoutes.of(kept);
    }
}
