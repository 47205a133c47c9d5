package io.driftseal.responder.action;

import io.driftseal.evidence.ResponsePlan;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.workload.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What must hold, live, before each action. The exemption is a label of the namespace, which
 * administrators alone may set: a pod cannot exempt itself.
 */
public final class Preconditions {

    /** Whether to act. */
    public sealed interface Verdict {

        record Act(JsonObject pod) implements Verdict {}

        record Refuse(String why) implements Verdict {}

        /** No pod with the plan's uid exists. */
        record PodGone() implements Verdict {}
    }

    /**
     * Limits that the operator sets.
     *
     * @param exemptNamespaces names of namespaces where nothing is done
     * @param planMaximumAge older plans are about a situation that has passed
     */
    public record Limits(List<String> exemptNamespaces, Duration planMaximumAge) {}

    private static final String EXEMPTION = "driftseal.io/response";
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final KubernetesApi api;
    private final Limits limits;
    private final Clock clock;

    public Preconditions(KubernetesApi api, Limits limits, Clock clock) {
        this.api = api;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Reads what is live and decides.
     *
     * @param begun the step was begun in an earlier life of the process, so its age was judged then
     */
    public Verdict judge(ResponsePlan plan, boolean begun) {
        String namespace = plan.workload().namespace();
        if (!plan.workload().kind().equals("Pod")) {
            return new Verdict.Refuse(
                    "Only pods are responded to, not a " + plan.workload().kind() + ".");
        }
        if (namespace.isBlank()
                || plan.workload().name().isBlank()
                || plan.workload().uid().isBlank()) {
            return new Verdict.Refuse("The plan does not name one pod by namespace, name and uid.");
        }
        if (!begun && isTooOld(plan)) {
            return new Verdict.Refuse(
                    "The plan is older than " + limits.planMaximumAge().toMinutes() + " minutes.");
        }
        if (limits.exemptNamespaces().contains(namespace)) {
            return new Verdict.Refuse("The namespace is exempt by configuration.");
        }
        Optional<JsonObject> live =
                api.get(ResourceType.NAMESPACES, ObjectKey.clusterScoped(namespace));
        if (live.isEmpty()) {
            return new Verdict.PodGone();
        }
        if (live.get()
                .string("metadata", "labels", EXEMPTION)
                .filter("exempt"::equals)
                .isPresent()) {
            return new Verdict.Refuse("The namespace is exempt by its label " + EXEMPTION + ".");
        }
        return pod(plan);
    }

    /** Whether it is too late to begin, or to go on trying. */
    public boolean isTooOld(ResponsePlan plan) {
        return plan.time().plus(limits.planMaximumAge()).isBefore(clock.instant());
    }

    private Verdict pod(ResponsePlan plan) {
        ObjectKey key = ObjectKey.namespaced(plan.workload().namespace(), plan.workload().name());
        Optional<JsonObject> pod =
                api.get(ResourceType.PODS, key)
                        .filter(live ->
                                live.string("metadata", "uid")
                                        .filter(plan.workload().uid()::equals)
                                        .isPresent());
        if (pod.isEmpty()) {
            return new Verdict.PodGone();
        }
        // Nobody escapes by it: no kubelet runs a pod from the API that carries this annotation,
        // and
        // it cannot be added to one that runs. An owner of kind Node could be forged.
        if (pod.get().string("metadata", "annotations", MIRROR).isPresent()) {
            return new Verdict.Refuse(
                    "This is a static pod's mirror: the kubelet makes it again from a file of its"
                            + " node.");
        }
        return new Verdict.Act(pod.get());
    }
}
