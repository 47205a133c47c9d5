package io.driftseal.scanner;

import io.driftseal.decision.kept.InputPage;
import io.driftseal.decision.kept.KeptInputs;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.KeptInputRoutes;
import io.driftseal.service.mutualtls.PeerRoute;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What policy was asked about drift and responses, kept beside the store. */
final class InputParts {

    private InputParts() {}

    static KeptInputs open(
            ScannerConfiguration configuration,
            ServiceRuntime runtime,
            ServiceMetrics metrics,
            Clock clock)
            throws IOException {
        KeptInputs kept =
                KeptInputs.open(
                        configuration.stateFile().toAbsolutePath().resolveSibling("inputs"),
                        configuration.keptInputs(),
                        clock);
        runtime.onStop(StopPhase.CLOSE, "kept-inputs", kept::close);
        kept.figures().forEach((name, figure) -> metrics.gauge(name, figure::getAsLong));
        return kept;
    }

    /** By which the command reads them. */
    static List<PeerRoute> routes(KeptInputs kept) {
        return KeptInputRoutes.of(
                new KeptInputRoutes.Source() {
                    @Override
                    public KeptInputRoutes.Page page(String from, Instant since)
                            throws IOException {
                        InputPage page = kept.page(from, since);
                        return new KeptInputRoutes.Page(page.lines(), page.next(), page.damaged());
                    }

                    @Override
                    public Optional<byte[]> find(String decisionId) throws IOException {
                        return kept.find(decisionId);
                    }
                });
    }
}
