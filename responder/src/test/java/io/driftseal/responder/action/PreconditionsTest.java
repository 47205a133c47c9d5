package io.driftseal.responder.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.responder.ClusterInMemory;
import io.driftseal.responder.SteppingClock;
import io.driftseal.responder.action.Preconditions.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionsTest {

    private static final ObjectKey POD = ObjectKey.namespaced("shop", "web-1");

    private final ClusterInMemory cluster = new ClusterInMemory();
    private final SteppingClock clock = new SteppingClock();
    private final Preconditions preconditions =
            new Preconditions(
                    cluster.api,
                    new Preconditions.Limits(
                            List.of("kube-system", "driftseal-system"), Duration.ofMinutes(15)),
                    clock);

    @Test
    void theVeryPodOfTheIncidentIsActedOn() {
        assertThat(preconditions.judge(ClusterInMemory.plan("delete-pod"), false))
                .isInstanceOf(Verdict.Act.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment, shop, web-1, 6f1c1c9e-0000-4000-8000-0000000000aa",
        "Pod, kube-system, web-1, 6f1c1c9e-0000-4000-8000-0000000000aa",
        "Pod, driftseal-system, web-1, 6f1c1c9e-0000-4000-8000-0000000000aa",
        "Pod, shop, web-1, ''",
        "Pod, shop, '', 6f1c1c9e-0000-4000-8000-0000000000aa",
        "Pod, '', web-1, 6f1c1c9e-0000-4000-8000-0000000000aa"
    })
    void otherKindsExemptNamespacesAndIncompleteNamesAreRefused(
            String kind, String namespace, String name, String uid) {
        WorkloadReference workload = new WorkloadReference(kind, namespace, name, uid);

        assertThat(
                        preconditions.judge(
                                ClusterInMemory.plan(
                                        SteppingClock.START, false, workload, "delete-pod"),
                                false))
                .isInstanceOf(Verdict.Refuse.class);
    }

    @Test
    void anotherUidOfTheSameNameMeansThatThePodIsGone() {
        cluster.api.remove(ResourceType.PODS, POD);
        cluster.api.put(
                ResourceType.PODS,
                ClusterInMemory.json("{'metadata':{'namespace':'shop','name':'web-1'}}"));

        assertThat(preconditions.judge(ClusterInMemory.plan("delete-pod"), false))
                .isInstanceOf(Verdict.PodGone.class);
    }

    @Test
    void theNamespacesLabelExempts() {
        cluster.api.put(
                ResourceType.NAMESPACES,
                ClusterInMemory.json(
                        "{'metadata':{'name':'shop','labels':{'driftseal.io/response':'exempt'}}}"));

        assertThat(preconditions.judge(ClusterInMemory.plan("delete-pod"), false))
                .isInstanceOf(Verdict.Refuse.class);
    }

    @Test
    void aPodCannotExemptItself() {
        cluster.api.remove(ResourceType.PODS, POD);
        cluster.api.put(
                ResourceType.PODS,
                ClusterInMemory.json(
                        "{'metadata':{'namespace':'shop','name':'web-1','uid':'"
                                + ClusterInMemory.UID
                                + "','labels':{'driftseal.io/response':'exempt'},"
                                + "'ownerReferences':[{'kind':'Node','name':'n1','uid':'n'}]}}"));

        assertThat(preconditions.judge(ClusterInMemory.plan("delete-pod"), false))
                .isInstanceOf(Verdict.Act.class);
    }

    @Test
    void aStaticPodsMirrorIsLeftAlone() {
        cluster.api.remove(ResourceType.PODS, POD);
        cluster.api.put(
                ResourceType.PODS,
                ClusterInMemory.json(
                        "{'metadata':{'namespace':'shop','name':'web-1','uid':'"
                                + ClusterInMemory.UID
                                + "','annotations':{'kubernetes.io/config.mirror':'x'}}}"));

        assertThat(preconditions.judge(ClusterInMemory.plan("delete-pod"), false))
                .isInstanceOf(Verdict.Refuse.class);
    }

    @Test
    void anOldPlanIsNotBegunButABegunOneIsEnded() {
        clock.advance(Duration.ofMinutes(16));

        assertThat(preconditions.judge(ClusterInMemory.plan("delete-pod"), false))
                .isInstanceOf(Verdict.Refuse.class);
        assertThat(preconditions.judge(ClusterInMemory.plan("delete-pod"), true))
                .isInstanceOf(Verdict.Act.class);
    }

    @Test
    void theBudgetOfANamespaceEndsAndComesBack() throws Exception {
        List<Budget.Spending> kept = new ArrayList<>();
        Budget.Ledger ledger =
                new Budget.Ledger() {
                    @Override
                    public void spent(Budget.Spending spending) {
                        kept.add(spending);
                    }

                    @Override
                    public List<Budget.Spending> spendings() {
                        return List.copyOf(kept);
                    }
                };
        Budget budget = new Budget(2, Duration.ofMinutes(10), clock, ledger);

        assertThat(budget.spend("a/0", "shop")).isTrue();
        assertThat(budget.spend("a/1", "shop")).isTrue();
        assertThat(budget.spend("b/0", "shop")).isFalse();
        assertThat(budget.spend("c/0", "other")).isTrue();
        assertThat(kept).hasSize(3);
        clock.advance(Duration.ofMinutes(11));
        assertThat(budget.spend("b/0", "shop")).isTrue();
    }
}
