package io.driftseal.decision;

import io.driftseal.decision.document.SecretRedaction;
import io.driftseal.workload.ApprovedRange;
import io.driftseal.workload.LaterChange;
import io.driftseal.workload.ResourceChange;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts to input documents. Shapes: {@code policies/rego/schema/*-input.json}. */
final class InputDocuments {

    private InputDocuments() {}

    static JsonObject of(AdmissionInput input, Instant time) {
        AdmittedWorkload workload = input.workload();
        return start(EntryPoint.ADMISSION, time)
                .put("operation", input.operation().name())
                .put("origin", input.origin().wireName())
                .put("namespace", namespace(input.namespace()))
                .put("requester", requester(input.requester()))
                .put("approver", input.approval().approver())
                .put(
                        "approval",
                        JsonObject.builder()
                                .put("state", input.approval().state())
                                .put("explanation", input.approval().explanation())
                                .build())
                .put(
                        "workload",
                        JsonObject.builder()
                                .put("kind", workload.kind())
                                .put("name", workload.name())
                                .put("podSpecPath", JsonArray.ofStrings(workload.podSpecPath()))
                                .put("object", SecretRedaction.of(workload.object()))
                                .put(
                                        "previous",
                                        workload.previous()
                                                .<JsonValue>map(SecretRedaction::of)
                                                .orElse(JsonNull.INSTANCE))
                                .build())
                .build();
    }

    static JsonObject of(AccessInput input, Instant time) {
        AccessSession session = input.session();
        AccessTarget target = input.target();
        return start(EntryPoint.ACCESS, time)
                .put("door", session.door().wireName())
                .put("container", session.container())
                .put("command", command(session.command()))
                .put("destination", destination(session))
                .put("token", nullable(session.token().map(InputDocuments::token)))
                .put("change", nullable(session.change().map(InputDocuments::change)))
                .put("target", JsonObject.ofStrings(named(target.kind(), target.name())))
                .put("pods", pods(target))
                .put("podsKnown", target.podsKnown())
                .put("grant", nullable(input.grant().map(InputDocuments::grant)))
                .put("namespace", namespace(input.namespace()))
                .put("requester", requester(input.requester()))
                .build();
    }

    static JsonObject of(GrantInput input, Instant time) {
        RequestedGrant grant = input.grant();
        AccessTarget target = input.target();
        return start(EntryPoint.GRANT, time)
                .put("door", grant.door().wireName())
                .put("container", grant.container())
                .put("image", grant.image())
                .put("command", command(grant.command()))
                .put("wildcards", grant.wildcards())
                .put("openEnded", grant.openEnded())
                .put("port", grant.port())
                .put("user", grant.user())
                .put("reason", grant.reason())
                .put("lifetimeSeconds", grant.lifetimeSeconds())
                .put("uses", grant.uses())
                .put("target", JsonObject.ofStrings(named(target.kind(), target.name())))
                .put("pods", pods(target))
                .put("podsKnown", target.podsKnown())
                .put("namespace", namespace(input.namespace()))
                .put("requester", requester(input.requester()))
                .build();
    }

    static JsonObject of(DriftInput input, Instant time) {
        return start(EntryPoint.DRIFT, time)
                .put("workload", subject(input.workload()))
                .put("runtimePolicy", input.runtimePolicy())
                .put("namespace", namespace(input.namespace()))
                .put("findings", findings(input.findings()))
                .put(
                        "coverage",
                        JsonObject.of(
                                "observed",
                                JsonArray.ofStrings(input.coverage().observed()),
                                "notObserved",
                                JsonArray.ofStrings(input.coverage().notObserved())))
                .build();
    }

    static JsonObject of(ResponseInput input, Instant time) {
        IncidentFacts incident = input.incident();
        return start(EntryPoint.RESPONSE, time)
                .put(
                        "incident",
                        JsonObject.builder()
                                .put("id", incident.id())
                                .put("severity", incident.severity().wireName())
                                .put("findings", findings(incident.findings()))
                                .build())
                .put("workload", subject(input.workload()))
                .put("ownerKind", input.ownerKind())
                .put("runtimePolicy", input.runtimePolicy())
                .put("namespace", namespace(input.namespace()))
                .build();
    }

    private static JsonValue nullable(Optional<JsonObject> document) {
        return document.<JsonValue>map(present -> present).orElse(JsonNull.INSTANCE);
    }

    private static Map<String, String> named(String kind, String name) {
        var members = new LinkedHashMap<String, String>();
        members.put("kind", kind);
        members.put("name", name);
        return members;
    }

    private static JsonArray pods(AccessTarget target) {
        return new JsonArray(target.pods().stream().map(InputDocuments::pod).toList());
    }

    private static JsonValue pod(AccessedPod pod) {
        return JsonObject.builder()
                .put("name", pod.name())
                .put("labels", JsonObject.ofStrings(pod.labels()))
                .put("runtimePolicy", pod.runtimePolicy())
                .build();
    }

    /** A kubelet's paths are known and hold no secret; those of an application may. */
    private static JsonObject destination(AccessSession session) {
        String path = session.destination().path();
        return JsonObject.builder()
                .put("port", session.destination().port())
                .put("path", session.door() == Door.NODE_PROXY ? path : "")
                .put("pathDigest", path.isEmpty() ? "" : SecretRedaction.digest(path))
                .build();
    }

    private static JsonObject token(AccessSession.RequestedToken token) {
        return JsonObject.builder()
                .put("audiences", JsonArray.ofStrings(token.audiences()))
                .put("expirationSeconds", token.expirationSeconds())
                .put("boundKind", token.boundKind())
                .put("boundName", token.boundName())
                .build();
    }

    private static JsonObject change(LaterChange change) {
        var containers = new ArrayList<JsonValue>();
        change.containers().forEach(container -> containers.add(SecretRedaction.of(container)));
        var resources = new ArrayList<JsonValue>();
        change.resources().forEach(resource -> resources.add(resource(resource)));
        return JsonObject.of(
                "containers", new JsonArray(containers), "resources", new JsonArray(resources));
    }

    private static JsonObject resource(ResourceChange change) {
        return JsonObject.builder()
                .put("container", change.container())
                .put("bound", change.bound())
                .put("resource", change.resource())
                .put("from", amount(change.from()))
                .put("to", amount(change.to()))
                .put("least", amount(change.range().map(ApprovedRange::least)))
                .put("most", amount(change.range().map(ApprovedRange::most)))
                .put("withinRange", change.withinRange())
                .build();
    }

    private static JsonValue amount(Optional<BigDecimal> amount) {
        return amount.<JsonValue>map(value -> new JsonNumber(value.toPlainString()))
                .orElse(JsonNull.INSTANCE);
    }

    private static JsonObject grant(UsableGrant grant) {
        return JsonObject.builder()
                .put("id", grant.id())
                .put("issuedTo", grant.issuedTo())
                .put("reason", grant.reason())
                .build();
    }

    /** Whole seconds: a policy that needs a finer clock depends on chance. */
    private static JsonObject.Builder start(EntryPoint entryPoint, Instant time) {
        return JsonObject.builder()
                .put("schema", entryPoint.inputSchema())
                .put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static JsonObject namespace(NamespaceFacts namespace) {
        return JsonObject.builder()
                .put("name", namespace.name())
                .put("labels", JsonObject.ofStrings(namespace.labels()))
                .put("mode", namespace.mode().wireName())
                .build();
    }

    private static JsonObject requester(Requester requester) {
        return JsonObject.builder()
                .put("username", requester.username())
                .put("groups", JsonArray.ofStrings(requester.groups()))
                .build();
    }

    private static JsonObject subject(Subject subject) {
        return JsonObject.builder()
                .put("kind", subject.kind())
                .put("namespace", subject.namespace())
                .put("name", subject.name())
                .put("uid", subject.uid())
                .build();
    }

    private static JsonArray findings(List<FindingFacts> findings) {
        var items = new ArrayList<JsonValue>();
        for (FindingFacts finding : findings) {
            items.add(
                    JsonObject.builder()
                            .put("code", finding.code())
                            .put("message", finding.message())
                            .put("fields", JsonArray.ofStrings(finding.fields()))
                            .build());
        }
        return new JsonArray(items);
    }

    /** The program in clear, the arguments as a number and a digest: they may hold secrets. */
    private static JsonObject command(List<String> command) {
        List<String> arguments = command.isEmpty() ? command : command.subList(1, command.size());
        return JsonObject.builder()
                .put("program", command.isEmpty() ? "" : command.getFirst())
                .put("argumentCount", arguments.size())
                .put("argumentsDigest", SecretRedaction.digest(String.join("\0", arguments)))
                .build();
    }
}
