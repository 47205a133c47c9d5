package io.driftseal.responder;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.responder.action.DeniedPods;
import io.driftseal.responder.plan.PlanJournal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes keys of pods that are long gone out of the parameter object: a pod's tokens die with it,
 * and the object is bounded. A key whose plan is not in the journal is somebody else's and stays.
 */
final class DeniedPodSweep {

    private static final Logger LOG = LoggerFactory.getLogger(DeniedPodSweep.class);

    private final KubernetesApi api;
    private final DeniedPods deniedPods;
    private final PlanJournal journal;
    private final Clock clock;
    private final Duration retention;
    private final Map<String, Instant> goneSince = new HashMap<>();
    private volatile int denied;
    private volatile boolean readable;

    DeniedPodSweep(
            KubernetesApi api,
            DeniedPods deniedPods,
            PlanJournal journal,
            Clock clock,
            Duration retention) {
        this.api = api;
        this.deniedPods = deniedPods;
        this.journal = journal;
        this.clock = clock;
        this.retention = retention;
    }

    /** One round. An API server that does not answer is tried again in the next. */
    void round() {
        try {
            Optional<Map<String, String>> keys = deniedPods.read();
            readable = keys.isPresent();
            denied = keys.map(Map::size).orElse(0);
            goneSince.keySet().retainAll(keys.orElse(Map.of()).keySet());
            keys.orElse(Map.of()).forEach(this::sweep);
        } catch (KubernetesApiException e) {
            readable = false;
            LOG.atWarn()
                    .addKeyValue("cause", e.getMessage())
                    .log("parameter object of denied tokens not readable");
        }
    }

    /** Keys in the parameter object at the last round. */
    int denied() {
        return denied;
    }

    /** Whether the last round could read the parameter object. */
    boolean readable() {
        return readable;
    }

    private void sweep(String podUid, String planId) {
        Optional<WorkloadReference> pod =
                journal.find(planId)
                        .map(state -> state.plan().workload())
                        .filter(workload -> workload.uid().equals(podUid));
        if (pod.isEmpty() || exists(pod.get())) {
            goneSince.remove(podUid);
            return;
        }
        Instant since = goneSince.computeIfAbsent(podUid, _ -> clock.instant());
        if (since.plus(retention).isBefore(clock.instant())) {
            deniedPods.remove(podUid);
            goneSince.remove(podUid);
            LOG.atInfo()
                    .addKeyValue("podUid", podUid)
                    .addKeyValue("planId", planId)
                    .log("denied pod is long gone, key removed");
        }
    }

    private boolean exists(WorkloadReference pod) {
        return api.get(ResourceType.PODS, ObjectKey.namespaced(pod.namespace(), pod.name()))
                .flatMap(live -> live.string("metadata", "uid"))
                .filter(pod.uid()::equals)
                .isPresent();
    }
}
