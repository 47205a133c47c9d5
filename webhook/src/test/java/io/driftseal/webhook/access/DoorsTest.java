package io.driftseal.webhook.access;

import static io.driftseal.webhook.ReviewBench.json;
import static io.driftseal.webhook.ReviewBench.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Door;
import io.driftseal.decision.EntryPoint;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.DoorUse;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every door that CONNECT and CREATE open: what policy is asked and what is recorded. */
final class DoorsTest {
    private final ReviewBench bench = new ReviewBench();

    @BeforeEach
    void cluster() {
        JsonObject pod = object("pod");
        bench.cluster.put(
                ResourceType.PODS,
                pod.with("status", json("{\"podIPs\": [{\"ip\": \"10.1.0.7\"}]}")));
        bench.policy.answer(EntryPoint.ACCESS, "{\"granted\":true,\"warnings\":[],\"reasons\":[]}");
    }

    private void endpoints(String addresses) {
        bench.cluster.put(
                ResourceType.ENDPOINTS,
                json(
                        """
                        {"apiVersion": "v1", "kind": "Endpoints",
                         "metadata": {"name": "web", "namespace": "shop"},
                         "subsets": [{"addresses": [%s], "ports": [{"port": 8080}]}]}
                        """
                                .formatted(addresses)));
    }

    private JsonObject question() {
        return bench.policy.questions().getLast().input();
    }

    private DoorUse recorded() {
        return bench.records.getLast().door().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "EXEC, web-7c98f7f569-2l9g8, Pod, ''",
        "ATTACH, web-7c98f7f569-2l9g8, Pod, ''",
        "PORT_FORWARD, web-7c98f7f569-2l9g8, Pod, ''",
        "POD_PROXY, web-7c98f7f569-2l9g8:8080, Pod, port 8080",
        "POD_PROXY, https:web-7c98f7f569-2l9g8:8080, Pod, port 8080",
        "EVICTION, web-7c98f7f569-2l9g8, Pod, ''",
        "SERVICE_PROXY, http:web:http, Service, 'Service web, port http, pods web-7c98f7f569-2l9g8'",
        "NODE_PROXY, n1, Node, 'Node n1, path /run/hunter2'",
        "TOKEN_REQUEST, web, ServiceAccount,"
                + " 'ServiceAccount web, audiences vault, 600 s, bound to Pod web-7c98f7f569-2l9g8'",
    })
    void policyIsAskedAndTheUseRecorded(Door door, String name, String kind, String detail) {
        // Given
        endpoints(
                "{\"ip\": \"10.1.0.7\", \"targetRef\": {\"kind\": \"Pod\", \"namespace\": \"shop\","
                        + " \"name\": \"web-7c98f7f569-2l9g8\"}}");
        // When
        boolean allowed = bench.send("/access", DoorRequests.knock(door, name)).allowed();
        // Then
        assertThat(allowed).isTrue();
        assertThat(question().string("door")).contains(door.wireName());
        assertThat(question().string("target", "kind")).contains(kind);
        assertThat(recorded().door()).isEqualTo(door.wireName());
        assertThat(recorded().detail()).isEqualTo(detail);
        assertThat(bench.records.getLast().workload().kind())
                .as("the pod that was certainly entered, else what has the door")
                .isEqualTo(door == Door.NODE_PROXY ? "Node" : "Pod");
        if (door != Door.NODE_PROXY) {
            assertThat(question().toString() + bench.records).doesNotContain("hunter2");
            assertThat(question().objects("pods")).hasSize(1);
        }
    }

    @Test
    void behindAServiceStandOnlyPodsThatHaveTheAddressWhichNamesThem() {
        // Given: an address that names a pod but is not the pod's, and one that names none
        endpoints(
                "{\"ip\": \"10.9.9.9\", \"targetRef\": {\"kind\": \"Pod\", \"namespace\": \"shop\","
                        + " \"name\": \"web-7c98f7f569-2l9g8\"}}, {\"ip\": \"10.1.0.8\"}");
        // When
        bench.send("/access", DoorRequests.knock(Door.SERVICE_PROXY, "web"));
        // Then
        assertThat(question().objects("pods")).isEmpty();
        assertThat(question().bool("podsKnown")).contains(true);
        assertThat(recorded().detail()).isEqualTo("Service web, no pod");
    }

    @Test
    void whatCannotBeLookedThroughIsSaidToBeUnknown() {
        // Given
        StringBuilder addresses = new StringBuilder();
        for (int i = 0; i <= TargetDirectory.MOST_PODS; i++) {
            addresses
                    .append(i == 0 ? "" : ",")
                    .append("{\"ip\": \"10.1.0.7\", \"targetRef\": {\"kind\": \"Pod\",")
                    .append(" \"namespace\": \"shop\", \"name\": \"web-")
                    .append(i)
                    .append("\"}}");
        }
        endpoints(addresses.toString());
        // When
        bench.send("/access", DoorRequests.knock(Door.SERVICE_PROXY, "web"));
        // Then
        assertThat(question().bool("podsKnown")).contains(false);
        assertThat(recorded().detail()).endsWith("others that are not known");
    }

    @Test
    void aServiceThatCannotBeReadIsLeftToTheFailurePolicy() {
        assertThat(bench.send("/access", DoorRequests.knock(Door.SERVICE_PROXY, "none")).allowed())
                .as("the API server answers 404 by itself")
                .isTrue();
        bench.cluster.failNext(
                FakeKubernetesApi.Call.GET, new KubernetesApiException.Unreachable("away", null));
        assertThat(bench.send("/access", DoorRequests.knock(Door.SERVICE_PROXY, "web")).status())
                .isEqualTo(503);
    }

    @Test
    void aKubeletAsksForTokensWithoutBeingAskedAbout() {
        JsonObject request =
                DoorRequests.request(Door.TOKEN_REQUEST, "web", "system:node:n1", "{\"spec\": {}}");

        assertThat(bench.send("/access", request).allowed()).isTrue();
        assertThat(bench.policy.questions()).isEmpty();
        assertThat(bench.records).isEmpty();
    }

    @Test
    void somebodyWhoCallsHimselfANodeIsAskedAbout() {
        JsonObject request =
                DoorRequests.request(
                        Door.TOKEN_REQUEST,
                        "web",
                        "node:n1",
                        "{\"spec\": {\"expirationSeconds\": 600}}");

        bench.send("/access", request);

        assertThat(bench.policy.questions()).hasSize(1);
    }

    @Test
    void aDrainThatKnocksAgainAndAgainIsOneRecordUntilItIsAnother() {
        for (int i = 0; i < 5; i++) {
            bench.send("/access", DoorRequests.knock(Door.EVICTION, DoorRequests.POD));
        }
        assertThat(bench.records).hasSize(1);
        bench.later(Duration.ofMinutes(2))
                .send("/access", DoorRequests.knock(Door.EVICTION, DoorRequests.POD));
        assertThat(bench.records).hasSize(2);
    }

    @Test
    void everyOpenedContainerIsARecordOfItsOwn() {
        bench.send("/access", DoorRequests.knock(Door.EXEC, DoorRequests.POD));
        bench.send("/access", DoorRequests.knock(Door.EXEC, DoorRequests.POD));

        assertThat(bench.records).extracting(DecisionRecord::outcome).hasSize(2);
    }

    @Test
    void aNodesDoorHasTheModeOfTheInstallation() {
        bench.policy.answer(
                EntryPoint.ACCESS,
                """
                {"granted":false,"warnings":[],"reasons":[
                 {"code":"grant-needed","message":"Ask for a grant.","field":""}]}
                """);

        assertThat(bench.send("/access", DoorRequests.knock(Door.NODE_PROXY, "n1")).allowed())
                .isFalse();
        assertThat(bench.records.getLast().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(question().string("namespace", "mode")).contains("enforce");
    }
}
