package io.driftseal.webhook;

import io.driftseal.decision.kept.InputPage;
import io.driftseal.decision.kept.KeptInputs;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.KeptInputRoutes;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.webhook.delivery.UnrecordedInputs;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
        KeptInputs kept =
                KeptInputs.open(
                        configuration.stateDirectory().resolve("inputs"),
                        configuration.keptInputs(),
                        clock);
        runtime.onStop(StopPhase.CLOSE, "kept-inputs", kept::close);
        kept.figures().forEach((name, figure) -> metrics.gauge(name, figure::getAsLong));
        Counter pushedOut = metrics.counter("inputs.pushed.out");
        return new Started(
                new UnrecordedInputs(kept, pushedOut::increment),
                KeptInputRoutes.of(
                        new KeptInputRoutes.Source() {
                            @Override
                            public KeptInputRoutes.Page page(String from, Instant since)
                                    throws IOException {
                                InputPage page = kept.page(from, since);
                                return new KeptInputRoutes.Page(
                                        page.lines(), page.next(), page.damaged());
                            }

                            @Override
                            public Optional<byte[]> find(String decisionId) throws IOException {
                                return kept.find(decisionId);
                            }
                        }));
    }
}
