package io.driftseal.policysource;

import io.driftseal.decision.bundle.CompiledPolicies;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.loading.EngineLoader;
import io.driftseal.decision.loading.PolicyEngines;
import io.driftseal.decision.loading.PolicyWatch;
import io.driftseal.decision.loading.ReloadingEngine;
import io.driftseal.decision.source.PolicySource;
import io.driftseal.decision.source.PolicySourceException;
import io.driftseal.decision.source.ServedElsewhere;
import io.driftseal.decision.source.server.BundleServer;
import io.driftseal.kubernetes.policies.PolicyEvents;
import io.driftseal.service.health.Health;
import io.driftseal.service.health.ProgressCheck;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.workload.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The policies that a service decides by: loaded from where it is configured to take them, watched
 * for changes, measured, and shown.
 */
public final class ServicePolicies {

    /** A look compiles, which takes a second, or minutes on a node that is busy with others. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final ReloadingEngine engine;
    private final Optional<BundleServer> server;
    private final ServiceParts service;

    /** What of the service they need. */
    public record ServiceParts(
            ServiceRuntime runtime, ServiceMetrics metrics, Health health, Clock clock) {}

    private ServicePolicies(
            ReloadingEngine engine, Optional<BundleServer> server, ServiceParts service) {
        this.engine = engine;
        this.server = server;
        this.service = service;
    }

    /**
     * Loads them. Blocks until a source has answered, or not in time; then those of the disk
     * decide.
     *
     * @throws PolicyRefusedException where they may not be loaded and there are no others
     * @throws PolicySourceException where the source does not answer and there are no others
     * @throws EngineStartException where no engine can be started
     */
    public static ServicePolicies open(
            PolicyOrigin origin, PolicyMachinery machinery, ServiceParts service)
            throws PolicyRefusedException, PolicySourceException, EngineStartException {
        Path directory = machinery.directory();
        EngineLoader loader =
                PolicyEngines.loader(
                        machinery.kind(),
                        machinery.opa(),
                        new CompiledPolicies(
                                machinery.compiled(), Optional.of(directory.resolve("compiled"))),
                        machinery.server());
        Optional<BundleServer> server =
                origin.bundle()
                        .map(settings ->
                                new BundleServer(settings, service.clock(), machinery.random()));
        PolicySource here = origin.source(machinery.api(), server);
        ReloadingEngine engine =
                ReloadingEngine.open(
                        machinery
                                .server()
                                .<PolicySource>map(asked -> new ServedElsewhere(asked.name(), here))
                                .orElse(here),
                        loader,
                        Optional.of(directory.resolve("last-good")),
                        service.clock());
        service.runtime().onStop(StopPhase.CLOSE, "policy-engine", engine::close);
        var policies = new ServicePolicies(engine, server, service);
        service.health().condition("policy", policies::notReady);
        policies.measure();
        return policies;
    }

    private Optional<String> notReady() {
        return engine.status().ready()
                ? Optional.empty()
                : Optional.of("the policy engine is " + engine.status().state());
    }

    public ReloadingEngine engine() {
        return engine;
    }

    /**
     * To be called when everything else stands: from then on policies change.
     *
     * @param period between two looks at the source
     * @param events empty tells the cluster nothing
     */
    public void watch(Duration period, Optional<PolicyEvents> events) {
        events.ifPresent(written -> engine.listen(new PolicyEventWriter(written)));
        ProgressCheck progress = service.health().progress("policy-source", LIMIT.plus(period));
        PolicyWatch watch = PolicyWatch.start(engine, period, progress::returned);
        service.runtime().onStop(StopPhase.CLOSE, "policy-source", watch::close);
    }

    /**
     * Which policies decide, what became of the newest ones, and what the bundle says of itself.
     */
    public JsonObject document() {
        JsonObject state = engine.state().document();
        return server.map(bundle -> state.with("bundle", bundle.document())).orElse(state);
    }

    private void measure() {
        ServiceMetrics metrics = service.metrics();
        metrics.gauge("policy.exemptions.active", () -> engine.settings().active(now()));
        metrics.gauge("policy.exemptions.expired", () -> engine.settings().expired(now()));
        metrics.gauge("policy.engine.ready", () -> engine.status().ready() ? 1 : 0);
        metrics.gauge("policy.engine.restarts", () -> engine.status().restarts());
        metrics.gauge("policy.engine.in.flight", () -> engine.status().evaluationsInFlight());
        metrics.gauge("policy.engine.overloaded", () -> engine.status().overloadedTotal());
        metrics.gauge("policy.loads", engine::loadsTotal);
        metrics.gauge("policy.refusals", engine::refusalsTotal);
        metrics.gauge("policy.refused", () -> engine.state().refused().isPresent() ? 1 : 0);
        metrics.gauge("policy.last.good.of.disk", () -> engine.state().kept() ? 1 : 0);
        metrics.gauge("policy.source.silence.seconds", this::silenceSeconds);
        server.ifPresent(bundle -> {
            metrics.gauge("policy.bundle.downloads", bundle::downloadsTotal);
            metrics.gauge("policy.bundle.failures", bundle::failuresTotal);
        });
    }

    private long silenceSeconds() {
        return engine.state()
                .unavailable()
                .map(problem -> Duration.between(problem.since(), now()).toSeconds())
                .orElse(0L);
    }

    private Instant now() {
        return service.clock().instant();
    }
}
