package io.driftseal.system.installation;

import io.driftseal.kubernetes.DeleteOptions;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Users who create and delete Deployments of one pod on no node, four a second each or as fast as
 * they are answered: each is stamped and verified, and so are the ReplicaSet and the pod that the
 * controllers make. As many as a machine can take would show what a machine without a free core
 * does to JVMs that start, not what a restart does to admissions.
 */
public final class AdmissionLoad implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(250);

    /**
     * Deployments of one user that have no pod yet. The controller manager asks the API server
     * twenty times a second at most: more would keep the rollout waiting that the load is there to
     * watch.
     */
    private static final int MOST_STANDING = 8;

    private final KubernetesApi api;
    private final List<Thread> users = new ArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger unstamped = new AtomicInteger();
    private volatile boolean stopping;

    /**
     * Begins at once.
     *
     * @param count of users; user n works in namespace n modulo the number of namespaces
     */
    public AdmissionLoad(KubernetesApi api, List<String> namespaces, int count) {
        this.api = api;
        for (int i = 0; i < count; i++) {
            int user = i;
            String namespace = namespaces.get(i % namespaces.size());
            users.add(Thread.ofVirtual().start(() -> work(namespace, user)));
        }
    }

    private void work(String namespace, int user) {
        Deque<ObjectKey> stands = new ArrayDeque<>();
        long due = System.nanoTime();
        for (int round = 0; !stopping; round++) {
            LockSupport.parkNanos(due - System.nanoTime());
            due = Math.max(due + PERIOD.toNanos(), System.nanoTime());
            String name = "load-%d-%d".formatted(user, round);
            try {
                JsonObject stored =
                        api.create(
                                        ResourceType.DEPLOYMENTS,
                                        deployment(namespace, name),
                                        WriteOptions.stored("load"))
                                .object();
                admitted.incrementAndGet();
                if (stored.string("metadata", "annotations", "stamp.driftseal.io/deployment")
                        .isEmpty()) {
                    unstamped.incrementAndGet();
                }
                stands.add(ObjectKey.namespaced(namespace, name));
                removeOldest(stands);
                while (stands.size() > MOST_STANDING && !stopping) {
                    LockSupport.parkNanos(PERIOD.toNanos());
                    removeOldest(stands);
                }
            } catch (KubernetesApiException e) {
                failures.add(namespace + ": " + e.getMessage());
            }
        }
    }

    /**
     * A Deployment goes when it has its pod: a child whose owner is gone is refused, and rightly.
     */
    private void removeOldest(Deque<ObjectKey> stands) {
        ObjectKey oldest = stands.getFirst();
        boolean complete =
                api.get(ResourceType.DEPLOYMENTS, oldest)
                        .flatMap(deployment -> deployment.find("status", "replicas"))
                        .isPresent();
        if (complete) {
            stands.removeFirst();
            api.delete(
                    ResourceType.DEPLOYMENTS,
                    oldest,
                    new DeleteOptions(Optional.empty(), OptionalInt.empty(), false));
        }
    }

    /** Deployments that the API server has stored. */
    public int admitted() {
        return admitted.get();
    }

    /** Those of them that carry no stamp. */
    public int unstamped() {
        return unstamped.get();
    }

    /** What the API server said to those that it did not, with the namespace in front. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Ends, after every user was answered. */
    @Override
    public void close() {
        stopping = true;
        try {
            for (Thread user : users) {
                user.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonObject deployment(String namespace, String name) {
        String text =
                """
                {"apiVersion":"apps/v1","kind":"Deployment",
                 "metadata":{"namespace":"%1$s","name":"%2$s"},
                 "spec":{"replicas":1,"selector":{"matchLabels":{"app":"%2$s"}},
                  "template":{"metadata":{"labels":{"app":"%2$s"}},
                   "spec":{"automountServiceAccountToken":false,"nodeSelector":{"example.com/node":"nowhere"},
                    "containers":[{"name":"app","image":"driftseal.local/busybox:1",
                    "securityContext":{"allowPrivilegeEscalation":false}}]}}}}
                """
                        .formatted(namespace, name);
        try {
            return JsonReader.readObject(
                    text.getBytes(StandardCharsets.UTF_8), JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("the load's own manifest", e);
        }
    }
}
