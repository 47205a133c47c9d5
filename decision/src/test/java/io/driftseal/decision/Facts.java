package io.driftseal.decision;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One valid input of every question, as literal as possible. */
public final class Facts {

    public static final NamespaceFacts SHOP =
            new NamespaceFacts(
                    "shop", Map.of("driftseal.io/tier", "restricted", Mode.LABEL, "enforce"));
    public static final Instant NOW = Instant.parse("2026-11-26T12:00:00.5Z");
    public static final Requester CI = new Requester("ci", List.of("builders"));
    public static final Subject WEB = new Subject("Pod", "shop", "web-1", "uid-1");
    public static final FindingFacts CHANGED =
            new FindingFacts(
                    "form-changed", "image changed", List.of("spec.containers[name=app].image"));

    public static final JsonObject DEPLOYMENT =
            json(
                    """
                    {"apiVersion": "apps/v1", "kind": "Deployment",
                     "metadata": {"name": "web", "managedFields": [{"manager": "kubectl"}]},
                     "spec": {"template": {"spec": {
                       "serviceAccountName": "web",
                       "containers": [{"name": "app", "image": "app:latest",
                         "env": [{"name": "PASSWORD", "value": "hunter2"}]}]}}}}
                    """);

    private Facts() {}

    public static AdmissionInput admission() {
        return new AdmissionInput(
                Operation.UPDATE,
                Origin.ROOT,
                SHOP,
                CI,
                new ApprovalFacts.None(),
                new AdmittedWorkload(
                        "Deployment",
                        "web",
                        List.of("spec", "template", "spec"),
                        DEPLOYMENT,
                        Optional.of(DEPLOYMENT)));
    }

    public static AccessInput access() {
        return new AccessInput(
                AccessSession.of(Door.EXEC, "app", List.of("sh", "-c", "echo hunter2")),
                SHOP,
                AccessTarget.pod(
                        new AccessedPod("web-1", "uid-1", Map.of("app", "web"), "restricted")),
                CI,
                Optional.empty());
    }

    public static GrantInput grant() {
        return new GrantInput(
                new RequestedGrant(
                        Door.EXEC,
                        "app",
                        "",
                        List.of("psql", "-c", "select hunter2"),
                        0,
                        false,
                        "",
                        "ci",
                        "INC-1: locks",
                        600,
                        1),
                SHOP,
                access().target(),
                CI);
    }

    public static DriftInput drift() {
        return new DriftInput(
                WEB,
                "restricted",
                SHOP,
                List.of(CHANGED),
                new Coverage(List.of("configuration"), List.of("process")));
    }

    public static ResponseInput response() {
        return new ResponseInput(
                new IncidentFacts("inc-1", Severity.CRITICAL, List.of(CHANGED)),
                WEB,
                "Deployment",
                "restricted",
                SHOP);
    }

    public static JsonObject json(String text) {
        try {
            return JsonReader.readObject(
                    text.getBytes(StandardCharsets.UTF_8), JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new AssertionError("fixture is not JSON: " + text, e);
        }
    }
}
