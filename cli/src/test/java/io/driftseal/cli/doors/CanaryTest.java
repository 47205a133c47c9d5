package io.driftseal.cli.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ProbeAnswer;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is knocked at, and what is said where nobody could. */
class CanaryTest {

    private static final String MODE_LABELS =
            "namespaces \"x\" is forbidden: ValidatingAdmissionPolicy 'driftseal-mode-labels' with"
                    + " binding 'driftseal-mode-labels' denied request";

    private final FakeKubernetesApi cluster = new FakeKubernetesApi();

    @Test
    void aPodThatCouldNotBeMadeLeavesEveryDoorOfItUnknown() {
        KubernetesApi forbidden =
                refusing(
                        "create",
                        ResourceType.PODS,
                        403,
                        "pods is forbidden: User \"dev\" cannot create resource \"pods\" in API group"
                                + " \"\"");

        Map<String, Heard> heard = Canary.make(forbidden, "driftseal-doors-1").knock();

        assertThat(heard.get("create-pod"))
                .isEqualTo(new Heard.NotKnocked("you have not the right to create pods"));
        assertThat(heard)
                .hasSizeGreaterThan(12)
                .extractingByKey("exec")
                .asString()
                .contains("the pod to knock with was not made", "the right to create pods");
        assertThat(heard.get("driftseal-stamps")).isInstanceOf(Heard.NotKnocked.class);
    }

    /** Somebody's policy, ours too, may refuse it: no door was tried then either. */
    @Test
    void aPodThatWasRefusedLeavesEveryDoorOfItUnknown() {
        KubernetesApi refused =
                refusing(
                        "create",
                        ResourceType.PODS,
                        403,
                        "admission webhook \"verify.enforce.driftseal.io\" denied the request: no");

        Map<String, Heard> heard = Canary.make(refused, "driftseal-doors-1").knock();

        assertThat(heard.get("create-pod")).isInstanceOf(Heard.Refused.class);
        assertThat(heard.get("exec")).isInstanceOf(Heard.NotKnocked.class);
    }

    @Test
    void labelsOfNamespacesAreTriedOnEveryPathThatWritesThem() {
        List<String> paths = new ArrayList<>();
        cluster.knocksAnsweredBy((type, key, knock) -> {
            if (type.equals(ResourceType.NAMESPACES)) {
                paths.add(knock.method() + " " + knock.subResource() + " " + knock.query());
                assertThat(knock.body().orElseThrow().toString())
                        .contains("driftseal.io/break-glass");
            }
            return answer(MODE_LABELS);
        });
        KubernetesApi refused = refusing("patch", ResourceType.NAMESPACES, 403, MODE_LABELS);

        Map<String, Heard> heard = Canary.make(refused, "driftseal-doors-1").knock();

        assertThat(paths).containsExactly("PATCH status {dryRun=All}", "PUT finalize {dryRun=All}");
        assertThat(heard.get("driftseal-mode-labels"))
                .isEqualTo(new Heard.Refused("driftseal-mode-labels"));
    }

    @Test
    void onePathThatIsOpenOpensThePolicy() {
        cluster.knocksAnsweredBy((type, key, knock) ->
                knock.subResource().equals("finalize")
                        ? new ProbeAnswer(200, "", "", JsonObject.EMPTY, Optional.empty())
                        : answer(MODE_LABELS));
        KubernetesApi refused = refusing("patch", ResourceType.NAMESPACES, 403, MODE_LABELS);

        assertThat(Canary.make(refused, "driftseal-doors-1").knock().get("driftseal-mode-labels"))
                .isEqualTo(new Heard.Through());
    }

    private static ProbeAnswer answer(String message) {
        return new ProbeAnswer(403, "Forbidden", message, JsonObject.EMPTY, Optional.empty());
    }

    /** The cluster, except that one call on one type is refused. */
    private KubernetesApi refusing(String call, ResourceType type, int code, String message) {
        return (KubernetesApi)
                Proxy.newProxyInstance(
                        KubernetesApi.class.getClassLoader(),
                        new Class<?>[] {KubernetesApi.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals(call) && type.equals(arguments[0])) {
                                throw KubernetesApiException.of(
                                        new KubernetesApiException.Answer(
                                                code, "Forbidden", message, Optional.empty()));
                            }
                            try {
                                return method.invoke(cluster, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
