package io.driftseal.webhook;

import io.driftseal.policysource.ServiceInputs;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.webhook.delivery.UnrecordedInputs;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** What policy was asked, kept beside the records of what it decided. */
final class InputParts {

    private InputParts() {}

    /**
     * @param unrecorded is handed every question, and keeps those whose decision is recorded
     * @param routes by which the command reads them
     */
    record Started(UnrecordedInputs unrecorded, List<PeerRoute> routes) {}

    static Started start(
            WebhookConfiguration configuration,
            ServiceRuntime runtime,
            ServiceMetrics metrics,
            Clock clock)
            throws IOException {
        ServiceInputs inputs =
                ServiceInputs.open(
                        configuration.stateDirectory().resolve("inputs"),
                        configuration.keptInputs(),
                        runtime,
                        metrics,
                        clock);
        Counter pushedOut = metrics.counter("inputs.pushed.out");
        return new Started(
                new UnrecordedInputs(inputs.kept(), pushedOut::increment), inputs.routes());
    }
}
