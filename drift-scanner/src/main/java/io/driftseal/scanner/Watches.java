package io.driftseal.scanner;

import io.driftseal.kubernetes.BackOff;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.Reflector;
import io.driftseal.kubernetes.ReflectorListener;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.scanner.observe.AdmissionObject;
import io.driftseal.scanner.observe.NamespaceLabels;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.observe.UnreadableWorkload;
import io.driftseal.scanner.observe.WorkloadSnapshot;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.workload.WorkloadKind;
import io.driftseal.workload.WorkloadKinds;
import io.driftseal.workload.json.JsonObject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One reflector for each type that is watched. */
final class Watches implements AutoCloseable {

    private final KubernetesApi api;
    private final BackOff backOff;
    private final Clock clock;
    private final Map<String, Reflector<?>> reflectors = new LinkedHashMap<>();

    Watches(
            KubernetesApi api,
            Observatory observatory,
            WorkloadKinds kinds,
            BackOff backOff,
            Clock clock) {
        this.api = api;
        this.backOff = backOff;
        this.clock = clock;
        follow(ResourceType.NAMESPACES, NamespaceLabels::of, observatory.namespaces());
        for (ResourceType type : AdmissionBaseline.TYPES) {
            follow(
                    type,
                    object -> AdmissionObject.of(type.kind(), object),
                    observatory.admission(type.kind()));
        }
        for (WorkloadKind kind : kinds.all()) {
            follow(
                    new Reflector.Subject<>(
                            ResourceType.of(kind),
                            Selection.everything(),
                            object -> WorkloadSnapshot.of(kind, object),
                            object -> UnreadableWorkload.of(kind, object)),
                    observatory.workloads(kind));
        }
    }

    void start() {
        reflectors.values().forEach(Reflector::start);
    }

    /** The first type that was not listed, or may have been missed since; empty if all were. */
    Optional<String> notSynced() {
        return reflectors.entrySet().stream()
                .filter(entry -> !entry.getValue().synced())
                .map(entry -> entry.getKey() + " are not listed yet")
                .findFirst();
    }

    void register(ServiceMetrics metrics) {
        reflectors.forEach((plural, reflector) -> {
            metrics.gauge(
                    "watch.age.seconds", () -> reflector.age().toMillis() / 1e3, "type", plural);
            metrics.gauge("watch.gaps", reflector::gaps, "type", plural);
        });
    }

    @Override
    public void close() {
        reflectors.values().forEach(Reflector::close);
    }

    private <T> void follow(
            ResourceType type, Function<JsonObject, T> projection, ReflectorListener<T> listener) {
        follow(new Reflector.Subject<>(type, Selection.everything(), projection), listener);
    }

    private <T> void follow(Reflector.Subject<T> subject, ReflectorListener<T> listener) {
        reflectors.put(
                subject.type().plural(), new Reflector<>(api, subject, listener, backOff, clock));
    }
}
