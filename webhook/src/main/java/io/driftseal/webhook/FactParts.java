package io.driftseal.webhook;

import io.driftseal.kubernetes.BackOff;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.facts.ClusterFactsSource;
import io.driftseal.kubernetes.facts.DeclarationsFile;
import io.driftseal.kubernetes.facts.InformedDerivation;
import io.driftseal.service.health.Health;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import io.driftseal.service.metrics.ServiceMetrics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The watches of what the cluster gives its pods, and the derivation that uses them. */
final class FactParts {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final ServiceRuntime runtime;
    private final ServiceMetrics metrics;
    private final Health health;
    private final Clock clock;

    FactParts(ServiceRuntime runtime, ServiceMetrics metrics, Health health, Clock clock) {
        this.runtime = runtime;
        this.metrics = metrics;
        this.health = health;
        this.clock = clock;
    }

    /**
     * @param file what the administrator declares; empty for nothing
     */
    InformedDerivation start(KubernetesApi api, Optional<Path> file, RandomGenerator random) {
        DeclarationsFile declarations = DeclarationsFile.open(file, clock);
        health.condition("declarations", declarations::failure);
        metrics.gauge("injectors.declared", () -> declarations.get().injectors().size());
        var source =
                new ClusterFactsSource(
                        api,
                        declarations,
                        new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random::nextDouble),
                        clock);
        source.start();
        runtime.onStop(StopPhase.CLOSE, "fact-watches", source::close);
        health.condition("cluster-facts", source::notSynced);
        source.eachWatch((plural, watch, objects) -> {
            metrics.gauge("facts.known", objects::get, "type", plural);
            metrics.gauge("facts.watch.age.seconds", () -> watch.age().toSeconds(), "type", plural);
            metrics.gauge("facts.watch.gaps", watch::gaps, "type", plural);
        });
        var derivation = new InformedDerivation(source, counting(metrics));
        metrics.gauge("facts.live.reads", derivation::liveReads);
        metrics.gauge("facts.undecided", derivation::undecided);
        return derivation;
    }

    /** By the names of the declared data, so there are never more of them than it declares. */
    static Consumer<String> counting(ServiceMetrics metrics) {
        return transformation ->
                metrics.counter("transformations.explaining", "transformation", transformation)
                        .increment();
    }
}
