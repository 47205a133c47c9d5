package io.driftseal.webhook;

import io.driftseal.decision.BreakGlass;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.kubernetes.BackOff;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.Reflector;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.service.health.Health;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.webhook.review.NamespaceCache;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The watch of namespaces and the cache behind it. */
final class NamespaceParts {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final ServiceRuntime runtime;
    private final ServiceMetrics metrics;
    private final Health health;
    private final Clock clock;

    NamespaceParts(ServiceRuntime runtime, ServiceMetrics metrics, Health health, Clock clock) {
        this.runtime = runtime;
        this.metrics = metrics;
        this.health = health;
        this.clock = clock;
    }

    NamespaceCache start(KubernetesApi api, RandomGenerator random) {
        var cache = new NamespaceCache(api);
        var reflector =
                new Reflector<NamespaceFacts>(
                        api,
                        new Reflector.Subject<>(
                                ResourceType.NAMESPACES,
                                Selection.everything(),
                                NamespaceCache::facts),
                        cache,
                        new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random::nextDouble),
                        clock);
        reflector.start();
        runtime.onStop(StopPhase.CLOSE, "namespace-watch", reflector::close);
        health.condition(
                "namespaces",
                () ->
                        cache.synced()
                                ? Optional.empty()
                                : Optional.of("the namespaces are not listed"));
        metrics.gauge("namespaces.watch.age.seconds", () -> reflector.age().toSeconds());
        metrics.gauge("namespaces.watch.gaps", reflector::gaps);
        metrics.gauge("namespaces.known", cache::size);
        metrics.gauge(
                "namespaces.break.glass.open",
                () -> cache.behindGlass(BreakGlass.Open.class, clock.instant()));
        metrics.gauge(
                "namespaces.break.glass.left",
                () ->
                        cache.behindGlass(BreakGlass.Ended.class, clock.instant())
                                + cache.behindGlass(BreakGlass.Malformed.class, clock.instant()));
        return cache;
    }
}
