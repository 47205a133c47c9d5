package io.driftseal.kubernetes.facts;

import io.driftseal.kubernetes.BackOff;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.Reflector;
import io.driftseal.kubernetes.Selection;
import io.driftseal.workload.ClusterFacts;
import io.driftseal.workload.Declarations;
import io.driftseal.workload.Fact;
import io.driftseal.workload.FactKind;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gathers the facts for one pod: from what is watched, or read from the API server now. Started
 * once; without a start everything watched is unknown.
 */
public final class ClusterFactsSource implements AutoCloseable {

    private final FactReader reader;
    private final Supplier<Declarations> declarations;
    private final Map<FactType, FactStore> stores = new EnumMap<>(FactType.class);
    private final Map<FactType, Reflector<?>> reflectors = new EnumMap<>(FactType.class);

    /**
     * @param declarations what the administrator says now
     */
    public ClusterFactsSource(
            KubernetesApi api, Supplier<Declarations> declarations, BackOff backOff, Clock clock) {
        this.reader = new FactReader(api);
        this.declarations = declarations;
        for (FactType type : FactType.values()) {
            FactStore store = new FactStore(type, FactStore.MAXIMUM_OBJECTS);
            stores.put(type, store);
            reflectors.put(
                    type,
                    new Reflector<>(
                            api,
                            new Reflector.Subject<>(
                                    type.resource(), Selection.everything(), type::kept),
                            store,
                            backOff,
                            clock));
        }
    }

    public void start() {
        reflectors.values().forEach(Reflector::start);
    }

    @Override
    public void close() {
        reflectors.values().forEach(Reflector::close);
    }

    /** The first type that is not listed, or may have been missed since; empty if all are. */
    public Optional<String> notSynced() {
        return reflectors.entrySet().stream()
                .filter(entry -> !entry.getValue().synced())
                .map(entry -> entry.getKey().resource().plural() + " are not listed")
                .findFirst();
    }

    /** As it was last seen, without a call. */
    public ClusterFacts watched(String namespace, String account) {
        var facts = new EnumMap<FactKind, Fact>(FactKind.class);
        stores.forEach((type, store) ->
                facts.put(
                        type.kind(),
                        switch (type) {
                            case PRIORITY_CLASSES, RUNTIME_CLASSES -> store.find("");
                            case LIMIT_RANGES -> store.find(namespace + "/");
                            case SERVICE_ACCOUNTS ->
                                    store.findOne(FactStore.key(namespace, account));
                            case NAMESPACES -> store.findOne(namespace);
                        }));
        return new ClusterFacts(facts, declarations.get());
    }

    /** As it is now: five calls. */
    public ClusterFacts live(String namespace, String account) {
        var facts = new EnumMap<FactKind, Fact>(FactKind.class);
        for (FactType type : FactType.values()) {
            facts.put(
                    type.kind(),
                    switch (type) {
                        case PRIORITY_CLASSES, RUNTIME_CLASSES ->
                                reader.all(type, Selection.everything());
                        case LIMIT_RANGES -> reader.all(type, Selection.inNamespace(namespace));
                        case SERVICE_ACCOUNTS ->
                                reader.one(type, ObjectKey.namespaced(namespace, account));
                        case NAMESPACES -> reader.one(type, ObjectKey.clusterScoped(namespace));
                    });
        }
        return new ClusterFacts(facts, declarations.get());
    }

    /** What is watched, for gauges: {@code limitranges} and so on. */
    public void eachWatch(WatchVisitor visitor) {
        reflectors.forEach((type, reflector) -> {
            FactStore store = stores.get(type);
            visitor.visit(
                    type.resource().plural(), reflector, () -> store == null ? 0 : store.size());
        });
    }

    /** Sees each watch once. */
    @FunctionalInterface
    public interface WatchVisitor {
        void visit(String plural, Reflector<?> reflector, Supplier<Integer> objects);
    }
}
