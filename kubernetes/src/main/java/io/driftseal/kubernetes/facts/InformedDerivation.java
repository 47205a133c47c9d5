package io.driftseal.kubernetes.facts;

import io.driftseal.workload.ClusterFacts;
import io.driftseal.workload.Derivation;
import io.driftseal.workload.Derived;
import io.driftseal.workload.Workload;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Holds a child against its owner with facts of the cluster. What is watched may be a moment behind
 * the API server that has just used it: where newer facts could change the answer they are read,
 * once, and the answer is given with those.
 */
public final class InformedDerivation {

    private final ClusterFactsSource source;
    private final Consumer<String> explaining;
    private final AtomicLong liveReads = new AtomicLong();
    private final AtomicLong undecided = new AtomicLong();

    public InformedDerivation(ClusterFactsSource source) {
        this(source, transformation -> {});
    }

    /**
     * @param explaining told, for each child that is explained, the id of each transformation that
     *     had a part in it; the ids are those of the declared data
     */
    public InformedDerivation(ClusterFactsSource source, Consumer<String> explaining) {
        this.source = source;
        this.explaining = explaining;
    }

    /** The owner must be the one that was read by the child's owner reference, with its uid. */
    public Derived of(Workload owner, Workload child) {
        Derived answer = answer(owner, child);
        if (answer instanceof Derived.Explained(var transformations)) {
            transformations.forEach(explaining);
        }
        return answer;
    }

    private Derived answer(Workload owner, Workload child) {
        String namespace = child.namespace();
        String account = child.serviceAccount();
        ClusterFacts facts = source.watched(namespace, account);
        Derived watched = Derivation.of(owner, child, facts);
        boolean settled =
                switch (watched) {
                    case Derived.Explained _ -> true;
                    case Derived.Unexplained unexplained ->
                            facts.complete() && !unexplained.dependsOnFacts();
                    case Derived.Undecided _ -> false;
                };
        if (settled) {
            return watched;
        }
        liveReads.incrementAndGet();
        ClusterFacts live = source.live(namespace, account);
        Derived answer = Derivation.of(owner, child, live);
        if (answer instanceof Derived.Undecided) {
            undecided.incrementAndGet();
        }
        return answer;
    }

    /** How often facts were read again since the start. */
    public long liveReads() {
        return liveReads.get();
    }

    /** How often facts could not be had since the start. */
    public long undecided() {
        return undecided.get();
    }
}
