package io.driftseal.webhook;

import io.driftseal.decision.bundle.OpaProgram;
import io.driftseal.decision.loading.PolicyEngines;
import io.driftseal.decision.loading.PolicyListener;
import io.driftseal.decision.loading.PolicyState;
import io.driftseal.decision.loading.PolicyWatch;
import io.driftseal.decision.loading.ReloadingEngine;
import io.driftseal.decision.server.PolicyServer;
import io.driftseal.decision.source.DirectorySource;
import io.driftseal.decision.source.LayeredSource;
import io.driftseal.decision.source.PolicySource;
import io.driftseal.decision.source.PolicySourceException;
import io.driftseal.decision.source.ServedElsewhere;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.policies.PolicyConfigMaps;
import io.driftseal.kubernetes.policies.PolicyEvents;
import io.driftseal.service.configuration.ConfigurationException;
import io.driftseal.service.health.Health;
import io.driftseal.service.health.ProgressCheck;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import io.driftseal.service.metrics.ServiceMetrics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Where policies come from, the engine that evaluates them, and the watch that changes them. */
final class PolicyParts {
    /** A look compiles, which takes a second, or minutes on a node that is busy with others. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final WebhookConfiguration configuration;
    private final ServiceRuntime runtime;
    private final ServiceMetrics metrics;
    private final Health health;
    private final Clock clock;

    PolicyParts(
            WebhookConfiguration configuration,
            ServiceRuntime runtime,
            ServiceMetrics metrics,
            Health health,
            Clock clock) {
        this.configuration = configuration;
        this.runtime = runtime;
        this.metrics = metrics;
        this.health = health;
        this.clock = clock;
    }

    /**
     * @param environment of the process; only the search for the OPA program reads it
     */
    ReloadingEngine open(KubernetesApi api, Map<String, String> environment) throws Exception {
        Path program =
                configuration
                        .opa()
                        .or(() -> OpaProgram.find(environment))
                        .orElseThrow(() ->
                                new ConfigurationException(
                                        "the OPA program was not found; set 'opa',"
                                                + " DRIFTSEAL_OPA or PATH"));
        Path state = configuration.stateDirectory().resolve("policies");
        Optional<PolicyServer> server = configuration.policyServer();
        ReloadingEngine engine =
                ReloadingEngine.open(
                        source(api, server),
                        PolicyEngines.loader(
                                configuration.engine(),
                                program,
                                Optional.of(state.resolve("compiled")),
                                server),
                        Optional.of(state.resolve("last-good")),
                        clock);
        runtime.onStop(StopPhase.CLOSE, "policy-engine", engine::close);
        health.condition(
                "policy",
                () ->
                        engine.status().ready()
                                ? Optional.empty()
                                : Optional.of("the policy engine is " + engine.status().state()));
        measure(engine);
        return engine;
    }

    private PolicySource source(KubernetesApi api, Optional<PolicyServer> server) {
        PolicySource here = source(api);
        return server.<PolicySource>map(asked -> new ServedElsewhere(asked.name(), here))
                .orElse(here);
    }

    private PolicySource source(KubernetesApi api) {
        Path directory = configuration.policyDirectory();
        if (configuration.policyConfigMaps().isEmpty()) {
            return new DirectorySource(directory);
        }
        String namespace = configuration.policyConfigMaps().get();
        var configMaps = new PolicyConfigMaps(api, namespace);
        return new LayeredSource(
                directory,
                "ConfigMaps of " + namespace,
                () -> {
                    try {
                        return configMaps.files();
                    } catch (KubernetesApiException e) {
                        throw new PolicySourceException("ConfigMaps cannot be listed", e);
                    }
                });
    }

    /** To be called when everything else stands: from then on policies change. */
    void watch(ReloadingEngine engine, KubernetesApi api) {
        configuration.policyEvents().ifPresent(namespace -> engine.listen(events(api, namespace)));
        ProgressCheck progress =
                health.progress("policy-source", LIMIT.plus(configuration.policyPeriod()));
        PolicyWatch watch =
                PolicyWatch.start(engine, configuration.policyPeriod(), progress::returned);
        runtime.onStop(StopPhase.CLOSE, "policy-source", watch::close);
    }

    private PolicyListener events(KubernetesApi api, String namespace) {
        var origin = new PolicyEvents.Origin("driftseal-webhook", "Deployment", "webhook");
        var events = new PolicyEvents(api, namespace, origin, clock);
        return new PolicyListener() {
            @Override
            public void loaded(PolicyState state) {
                events.loaded(state.revision());
            }

            @Override
            public void refused(PolicyState state) {
                state.refused().ifPresent(problem -> events.refused(problem.reason()));
            }
        };
    }

    private void measure(ReloadingEngine engine) {
        metrics.gauge("policy.exemptions.active", () -> engine.settings().active(clock.instant()));
        metrics.gauge(
                "policy.exemptions.expired", () -> engine.settings().expired(clock.instant()));
        metrics.gauge("policy.engine.ready", () -> engine.status().ready() ? 1 : 0);
        metrics.gauge("policy.engine.restarts", () -> engine.status().restarts());
        metrics.gauge("policy.engine.in.flight", () -> engine.status().evaluationsInFlight());
        metrics.gauge("policy.engine.overloaded", () -> engine.status().overloadedTotal());
        metrics.gauge("policy.loads", engine::loadsTotal);
        metrics.gauge("policy.refusals", engine::refusalsTotal);
        metrics.gauge("policy.refused", () -> engine.state().refused().isPresent() ? 1 : 0);
        metrics.gauge("policy.last.good.of.disk", () -> engine.state().kept() ? 1 : 0);
        metrics.gauge(
                "policy.source.silence.seconds",
                () ->
                        engine.state()
                                .unavailable()
                                .map(problem -> silence(problem.since()))
                                .orElse(0L));
    }

    private long silence(Instant since) {
        return Duration.between(since, clock.instant()).toSeconds();
    }
}
