package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of the cluster decides how a template becomes a pod, gathered before a derivation is judged.
 * Nothing in it comes from the child.
 *
 * @param facts one entry for every kind
 * @param declarations what the administrator says of the cluster
 */
public record ClusterFacts(Map<FactKind, Fact> facts, Declarations declarations) {

    private static final ClusterFacts EMPTY = known(List.of());

    public ClusterFacts {
        facts = Map.copyOf(facts);
        if (facts.size() != FactKind.values().length) {
            throw new IllegalArgumentException("a fact is neither known nor unknown");
        }
    }

    /** A cluster without any of these objects. */
    public static ClusterFacts empty() {
        return EMPTY;
    }

    /** A cluster in which nothing could be read. */
    public static ClusterFacts unknown(String cause) {
        var facts = new EnumMap<FactKind, Fact>(FactKind.class);
        for (FactKind kind : FactKind.values()) {
            facts.put(kind, new Fact.Unknown(cause));
        }
        return new ClusterFacts(facts, Declarations.none());
    }

    /** All that there is, told by {@code apiVersion} and {@code kind}; other objects are passed. */
    public static ClusterFacts known(Collection<JsonObject> objects) {
        var facts = new EnumMap<FactKind, Fact>(FactKind.class);
        for (FactKind kind : FactKind.values()) {
            facts.put(
                    kind,
                    new Fact.Known(
                            objects.stream()
                                    .filter(object -> kindOf(object).equals(Optional.of(kind)))
                                    .toList()));
        }
        return new ClusterFacts(facts, Declarations.none());
    }

    public ClusterFacts with(FactKind kind, Fact fact) {
        var changed = new EnumMap<FactKind, Fact>(facts);
        changed.put(kind, fact);
        return new ClusterFacts(changed, declarations);
    }

    public ClusterFacts with(Declarations said) {
        return new ClusterFacts(facts, said);
    }

    /** The objects of a kind; empty if they could not be had. */
    public Optional<List<JsonObject>> known(FactKind kind) {
        return facts.get(kind) instanceof Fact.Known(List<JsonObject> objects)
                ? Optional.of(objects)
                : Optional.empty();
    }

    /** Why the objects of a kind could not be had; empty if they are known. */
    public Optional<String> cause(FactKind kind) {
        return facts.get(kind) instanceof Fact.Unknown(String cause)
                ? Optional.of(cause)
                : Optional.empty();
    }

    /** Whether every kind could be had. */
    public boolean complete() {
        return facts.values().stream().allMatch(fact -> fact instanceof Fact.Known);
    }

    /** What the administrator says of the plug-in. */
    boolean runs(String plugin) {
        return declarations.runs(plugin);
    }

    private static Optional<FactKind> kindOf(JsonObject object) {
        return FactKind.of(
                object.string("apiVersion").orElse(""), object.string("kind").orElse(""));
    }
}
