package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.ServiceProcess;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scanner and responder killed at random points while pods drift: what went in is counted at one
 * end, what came out at the other, by ids.
 */
class KilledServicesIT {

    private static final long SEED = Long.getLong("driftseal.seed", 20261126L);
    private static final int NAMESPACES = 3;
    private static final int PODS = 5;

    /** Two actions a pod: more than one namespace's budget of ten. */
    private static final int PODS_OVER_BUDGET = 8;

    private static final int KILLS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(150);

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();
    private final Random random = new Random(SEED);

    private record Victim(String namespace, String name, String decisionId) {}

    @Test
    void nothingIsLostOrDoneTwiceByKills() throws Exception {
        // Given pods of a tier whose drift is answered by two actions
        List<Victim> victims = new ArrayList<>();
        for (int i = 0; i < NAMESPACES; i++) {
            victims.addAll(pods(driftseal.namespace("enforce", "restricted"), PODS));
        }
        String crowded = driftseal.namespace("enforce", "restricted");
        victims.addAll(pods(crowded, PODS_OVER_BUDGET));
        victims.forEach(v -> driftseal.findings().awaitVerdict(v.namespace(), v.name(), "clean"));

        // When they drift, one after another, while both services are killed again and again
        Thread drifting = Thread.ofVirtual().start(() -> victims.forEach(this::drift));
        Map<String, Integer> kills = new HashMap<>();
        for (ServiceProcess service : toBeKilled()) {
            Thread.sleep(200 + random.nextInt(2_000));
            assertThat(service.isRunning()).as("seed %d", SEED).isTrue();
            service.kill();
            assertThat(service.isRunning()).as("seed %d", SEED).isFalse();
            kills.merge(service.name(), 1, Integer::sum);
            driftseal.restart(service);
        }
        drifting.join();
        assertThat(kills).as("seed %d", SEED).containsOnlyKeys("drift-scanner", "responder");
        assertThat(kills.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(KILLS);

        // Then every pod has one incident, and each action one outcome
        for (Victim victim : victims) {
            driftseal.findings().awaitOutcome(victim.namespace(), victim.name(), "deny-tokens");
            driftseal.findings().awaitOutcome(victim.namespace(), victim.name(), "delete-pod");
        }
        Map<String, JsonNode> incidents = incidentsOf(victims);
        assertThat(incidents).as("seed %d", SEED).hasSize(victims.size());
        Set<String> outcomes = new HashSet<>();
        incidents.values().forEach(incident -> outcomes.addAll(actionsOf(incident, outcomes)));
        assertThat(outcomes).as("seed %d", SEED).hasSize(2 * victims.size());

        // And the API server saw no pod deleted twice, and no more actions than the budget has
        List<String> deleted =
                driftseal.audit().requestsBy("driftseal-responder").stream()
                        .filter(event -> event.verb().equals("delete") && succeeded(event))
                        .map(event -> event.namespace() + "/" + event.name())
                        .filter(
                                victims.stream().map(v -> v.namespace() + "/" + v.name()).toList()
                                        ::contains)
                        .toList();
        assertThat(deleted).as("seed %d", SEED).doesNotHaveDuplicates();
        assertThat(deleted.stream().filter(name -> !name.startsWith(crowded + "/")))
                .hasSize(NAMESPACES * PODS);
        assertThat(done(incidents, crowded)).as("seed %d", SEED).isEqualTo(10);

        // And whoever is told, was told of each; and every decision is in the evidence
        Eventually.holds(
                "Slack and PagerDuty to be told of every incident",
                LIMIT,
                () ->
                        driftseal.sinks().pagerDutyKeys().containsAll(ids(incidents))
                                && ids(incidents).stream()
                                        .allMatch(id ->
                                                driftseal.sinks().slackAbout(id).isPresent()));
        assertThat(pagedAbout(victims))
                .as("no page of an incident that was lost, seed %d", SEED)
                .containsExactlyInAnyOrderElementsOf(ids(incidents));
        String evidence = driftseal.findings().evidence();
        assertThat(victims).allSatisfy(v -> assertThat(evidence).contains(v.decisionId()));
        assertThat(driftseal.sinks().violations()).isEmpty();
    }

    /** Each at least once, the others and the order by chance. */
    private List<ServiceProcess> toBeKilled() {
        List<ServiceProcess> services =
                new ArrayList<>(List.of(driftseal.scanner(), driftseal.responder()));
        while (services.size() < KILLS) {
            services.add(services.get(random.nextInt(2)));
        }
        Collections.shuffle(services, random);
        return services;
    }

    /** The incidents that PagerDuty knows of these pods, whatever the scanner remembers. */
    private Set<String> pagedAbout(List<Victim> victims) {
        Set<String> keys = new HashSet<>();
        for (Victim victim : victims) {
            keys.addAll(
                    driftseal.sinks().pagerDutyKeysAbout(victim.namespace() + "/" + victim.name()));
        }
        return keys;
    }

    private List<Victim> pods(String namespace, int count) {
        List<Victim> pods = new ArrayList<>();
        StringBuilder yaml =
                new StringBuilder(
                        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: api, namespace: "
                                + namespace
                                + "}\n");
        for (int i = 0; i < count; i++) {
            yaml.append(
                    """
                    ---
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: pod-%d, namespace: %s}
                    spec:
                      serviceAccountName: api
                      nodeSelector: {example.com/node: nowhere}
                      containers:
                        - name: app
                          image: driftseal.local/busybox:1
                          securityContext: {allowPrivilegeEscalation: false}
                    """
                            .formatted(i, namespace));
        }
        kubectl.apply(yaml.toString()).require();
        for (int i = 0; i < count; i++) {
            ObjectNode pod = kubectl.get(namespace, "pod", "pod-" + i);
            pods.add(new Victim(namespace, "pod-" + i, driftseal.stamps().of(pod).decisionId()));
        }
        return pods;
    }

    private void drift(Victim victim) {
        driftseal.changeInEtcd(
                "pods",
                victim.namespace(),
                victim.name(),
                object ->
                        ((ObjectNode) object.path("spec").path("containers").get(0))
                                .put("image", "evil.example/x:1"));
    }

    private Map<String, JsonNode> incidentsOf(List<Victim> victims) {
        Set<String> namespaces = new HashSet<>();
        victims.forEach(victim -> namespaces.add(victim.namespace()));
        Map<String, JsonNode> incidents = new HashMap<>();
        for (JsonNode incident : driftseal.findings().incidents()) {
            if (namespaces.contains(incident.path("workload").path("namespace").asString())) {
                incidents.put(incident.path("incidentId").asString(), incident);
            }
        }
        return incidents;
    }

    /** Ids of outcomes, none of which may be there already. */
    private static List<String> actionsOf(JsonNode incident, Set<String> known) {
        List<String> ids = new ArrayList<>();
        for (JsonNode outcome : incident.path("responses")) {
            String id = outcome.path("outcomeId").asString();
            assertThat(known).doesNotContain(id);
            ids.add(id);
        }
        assertThat(ids).doesNotHaveDuplicates();
        return ids;
    }

    private static long done(Map<String, JsonNode> incidents, String namespace) {
        long done = 0;
        for (JsonNode incident : incidents.values()) {
            if (incident.path("workload").path("namespace").asString().equals(namespace)) {
                for (JsonNode outcome : incident.path("responses")) {
                    done += outcome.path("result").asString().equals("DONE") ? 1 : 0;
                }
            }
        }
        return done;
    }

    private static List<String> ids(Map<String, JsonNode> incidents) {
        return List.copyOf(incidents.keySet());
    }

    private static boolean succeeded(AuditEvent event) {
        return event.responseCode() / 100 == 2;
    }
}
