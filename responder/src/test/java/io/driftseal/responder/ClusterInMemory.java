package io.driftseal.responder;

import io.driftseal.evidence.ResponsePlan;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ProbeAnswer;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.TokenProbe;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Namespace {@code shop} with the pod {@code web-1}, and tokens that behave as the API server's do:
 * dead with their pod, denied by our policy, refused by RBAC. Switches make it misbehave.
 */
public final class ClusterInMemory implements TokenProbe {

    public static final String UID = "6f1c1c9e-0000-4000-8000-0000000000aa";
    public static final String TOKEN = "aaa.bbb.ccc";

    private static final String POLICY_MESSAGE =
            "configmaps \"driftseal-proof-1\" is forbidden: ValidatingAdmissionPolicy"
                    + " 'driftseal-denied-tokens' with binding 'driftseal-denied-tokens' denied"
                    + " request: the tokens of pod are denied by response plan";

    public final FakeKubernetesApi api = new FakeKubernetesApi();

    /** The service account of the pod may not write at all. */
    public boolean rbacRefuses;

    /** The policy was removed, or does not work. */
    public boolean policyIsBroken;

    /** The API server accepts the token whatever happens to its pod. */
    public boolean tokenNeverDies;

    /** How many probes answer as if nothing had happened: propagation, and the success cache. */
    public int staleAnswers;

    public boolean unreachable;

    public ClusterInMemory() {
        api.put(ResourceType.NAMESPACES, json("{'metadata':{'name':'shop','labels':{}}}"));
        api.put(
                ResourceType.CONFIG_MAPS,
                json(
                        "{'metadata':{'namespace':'driftseal-system','name':'driftseal-denied-tokens'}}"));
        api.put(
                ResourceType.PODS,
                json(
                        "{'metadata':{'namespace':'shop','name':'web-1','uid':'"
                                + UID
                                + "','ownerReferences':[{'kind':'ReplicaSet','name':'web','uid':'r','controller':true}]}}"));
    }

    /** JSON with single quotes. */
    public static JsonObject json(String text) {
        try {
            return JsonReader.readObject(
                    text.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                    JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static ResponsePlan plan(String... actions) {
        return plan(
                SteppingClock.START,
                false,
                new WorkloadReference("Pod", "shop", "web-1", UID),
                actions);
    }

    public static ResponsePlan plan(
            Instant time, boolean dryRun, WorkloadReference workload, String... actions) {
        return new ResponsePlan(
                "pln-00000000000000000000000000000001",
                "inc-00000000000000000000000000000001",
                time,
                workload,
                "Deployment",
                List.of(actions),
                dryRun,
                "dec-00000000000000000000000000000001",
                "form-changed");
    }

    /** Keys of the parameter object. */
    public JsonObject denied() {
        return api.get(
                        ResourceType.CONFIG_MAPS,
                        ObjectKey.namespaced("driftseal-system", "driftseal-denied-tokens"))
                .orElseThrow()
                .object("data");
    }

    public boolean podExists() {
        return api.get(ResourceType.PODS, ObjectKey.namespaced("shop", "web-1")).isPresent();
    }

    @Override
    public ProbeAnswer createDryRun(String bearerToken, ResourceType type, JsonObject object) {
        requireReachable();
        if (isDead()) {
            return refused(401, "Unauthorized", "Unauthorized");
        }
        if (rbacRefuses) {
            return refused(403, "Forbidden", "User cannot create resource \"configmaps\"");
        }
        if (denied().has(UID) && !policyIsBroken && !stale()) {
            return refused(403, "Forbidden", POLICY_MESSAGE);
        }
        return new ProbeAnswer(201, "", "", object, Optional.of("audit-probe"));
    }

    @Override
    public ProbeAnswer selfSubjectReview(String bearerToken) {
        requireReachable();
        if (!bearerToken.equals(TOKEN) || (isDead() && !stale())) {
            return refused(401, "Unauthorized", "Unauthorized");
        }
        JsonObject review =
                json(
                        "{'status':{'userInfo':{'extra':{'authentication.kubernetes.io/pod-uid':['"
                                + UID
                                + "']}}}}");
        return new ProbeAnswer(201, "", "", review, Optional.of("audit-review"));
    }

    private boolean stale() {
        if (staleAnswers > 0) {
            staleAnswers--;
            return true;
        }
        return false;
    }

    private boolean isDead() {
        return !tokenNeverDies && !podExists();
    }

    private void requireReachable() {
        if (unreachable) {
            throw new KubernetesApiException.Unreachable("connection refused", null);
        }
    }

    private static ProbeAnswer refused(int code, String reason, String message) {
        return new ProbeAnswer(
                code, reason, message, JsonObject.EMPTY, Optional.of("audit-refused"));
    }
}
