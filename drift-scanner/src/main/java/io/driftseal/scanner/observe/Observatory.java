package io.driftseal.scanner.observe;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.kubernetes.ReflectorListener;
import io.driftseal.workload.WorkloadKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest state of everything that is watched. Reflectors write it and hand keys to the queue;
 * workers read it. Safe for use by several threads.
 */
public final class Observatory {

    private final WorkQueue queue;
    private final Map<WorkKey, LiveWorkload> workloads = new ConcurrentHashMap<>();
    private final Map<WorkKey, AdmissionObject> admission = new ConcurrentHashMap<>();
    private final Map<String, NamespaceLabels> namespaces = new ConcurrentHashMap<>();
    private final Set<String> gaps = ConcurrentHashMap.newKeySet();

    public Observatory(WorkQueue queue) {
        this.queue = queue;
    }

    /** What is held of a live workload, readable or not; empty once it is gone. */
    public Optional<LiveWorkload> live(WorkKey key) {
        return Optional.ofNullable(workloads.get(key));
    }

    /** The newest state of a workload; empty once it is gone or cannot be read. */
    public Optional<WorkloadSnapshot> workload(WorkKey key) {
        return workloads.get(key) instanceof WorkloadSnapshot snapshot
                ? Optional.of(snapshot)
                : Optional.empty();
    }

    /** Every live workload, readable or not. */
    public List<WorkloadReference> references() {
        return workloads.values().stream().map(LiveWorkload::reference).toList();
    }

    /** Live workloads that cannot be read for this reason. */
    public long unreadable(UnreadableWorkload.Reason reason) {
        return workloads.values().stream()
                .filter(w -> w instanceof UnreadableWorkload held && held.reason() == reason)
                .count();
    }

    /** The newest state of an object of our own admission configuration; empty once it is gone. */
    public Optional<AdmissionObject> admission(WorkKey key) {
        return Optional.ofNullable(admission.get(key));
    }

    /** Labels of a namespace; none where it is not known. */
    public Map<String, String> namespaceLabels(String namespace) {
        NamespaceLabels known = namespaces.get(namespace);
        return known == null ? Map.of() : known.labels();
    }

    /** Every live workload's key. */
    public Set<WorkKey> workloadKeys() {
        return Set.copyOf(workloads.keySet());
    }

    /** Every live admission object's key. */
    public Set<WorkKey> admissionKeys() {
        return Set.copyOf(admission.keySet());
    }

    /** Kinds whose changes may have been missed since the last call. */
    public Set<String> takeGaps() {
        Set<String> taken = new HashSet<>();
        for (String kind : Set.copyOf(gaps)) {
            if (gaps.remove(kind)) {
                taken.add(kind);
            }
        }
        return taken;
    }

    /** What a reflector of this kind tells, also of objects without their kind's shape. */
    public ReflectorListener<LiveWorkload> workloads(WorkloadKind kind) {
        return new Following<>(kind.kindName().text()) {
            @Override
            void keep(LiveWorkload workload) {
                workloads.put(workload.key(), workload);
                queue.offer(workload.key());
            }

            @Override
            void drop(WorkKey key) {
                workloads.remove(key);
                queue.offer(key);
            }

            @Override
            WorkKey keyOf(LiveWorkload workload) {
                return workload.key();
            }

            @Override
            Set<WorkKey> known() {
                return workloads.keySet();
            }
        };
    }

    /**
     * What a reflector of one kind of admission configuration tells; objects of others are left.
     */
    public ReflectorListener<AdmissionObject> admission(String kind) {
        return new Following<>(kind) {
            @Override
            void keep(AdmissionObject object) {
                if (!object.ours()) {
                    return;
                }
                admission.put(object.key(), object);
                queue.offer(object.key());
            }

            @Override
            void drop(WorkKey key) {
                admission.remove(key);
                queue.offer(key);
            }

            @Override
            WorkKey keyOf(AdmissionObject object) {
                return object.key();
            }

            @Override
            Set<WorkKey> known() {
                return admission.keySet();
            }
        };
    }

    /** What the reflector of namespaces tells; a change of labels concerns every workload in it. */
    public ReflectorListener<NamespaceLabels> namespaces() {
        return new ReflectorListener<>() {
            @Override
            public void replaced(List<NamespaceLabels> all) {
                Set<String> live = new HashSet<>();
                for (NamespaceLabels namespace : all) {
                    live.add(namespace.name());
                    upserted(namespace);
                }
                namespaces.keySet().retainAll(live);
            }

            @Override
            public void upserted(NamespaceLabels namespace) {
                NamespaceLabels before = namespaces.put(namespace.name(), namespace);
                if (before != null && !before.labels().equals(namespace.labels())) {
                    offerAllOf(namespace.name());
                }
            }

            @Override
            public void deleted(NamespaceLabels namespace) {
                namespaces.remove(namespace.name());
            }

            @Override
            public void gap(String cause) {
                // The list that follows brings the labels; the workloads' own reflectors tell
                // theirs.
            }
        };
    }

    private void offerAllOf(String namespace) {
        for (LiveWorkload workload : workloads.values()) {
            if (workload.reference().namespace().equals(namespace)) {
                queue.offer(workload.key());
            }
        }
    }

    /** The bookkeeping that every followed kind shares. */
    private abstract class Following<T> implements ReflectorListener<T> {

        private final String kind;

        Following(String kind) {
            this.kind = kind;
        }

        abstract void keep(T object);

        abstract void drop(WorkKey key);

        abstract WorkKey keyOf(T object);

        abstract Set<WorkKey> known();

        @Override
        public void replaced(List<T> all) {
            Set<WorkKey> live = new HashSet<>();
            for (T object : all) {
                live.add(keyOf(object));
                keep(object);
            }
            for (WorkKey key : new ArrayList<>(known())) {
                if (key.kind().equals(kind) && !live.contains(key)) {
                    drop(key);
                }
            }
        }

        @Override
        public void upserted(T object) {
            keep(object);
        }

        @Override
        public void deleted(T object) {
            WorkKey key = keyOf(object);
            if (known().contains(key)) {
                drop(key);
            }
        }

        @Override
        public void gap(String cause) {
            gaps.add(kind);
        }
    }
}
