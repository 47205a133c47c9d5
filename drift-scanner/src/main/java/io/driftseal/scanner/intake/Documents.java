package io.driftseal.scanner.intake;

import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.ExemptionEntry;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.IncidentEntry;
import io.driftseal.scanner.incident.IncidentState;
import io.driftseal.scanner.judge.Aspect;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.Collection;
import java.util.List;

/** The JSON that the read API answers; its shape is in this module's README. */
final class Documents {

    private Documents() {}

    static JsonObject of(Incident incident) {
        JsonObject.Builder document =
                JsonObject.builder()
                        .put("incidentId", incident.incidentId())
                        .put("workload", of(incident.workload()))
                        .put("severity", incident.severity().wireName())
                        .put("state", incident.state().wire())
                        .put("openedAt", incident.openedAt().toString())
                        .put("updatedAt", incident.updatedAt().toString());
        if (incident.state() instanceof IncidentState.Resolved resolved) {
            document.put("resolvedAt", resolved.at().toString())
                    .put("resolution", resolved.because());
        }
        String approver = incident.provenance().approver();
        List<ExemptionEntry> exemptions = incident.provenance().exemptions();
        if (!exemptions.isEmpty()) {
            document.put("exemptions", array(exemptions.stream().map(Documents::of).toList()));
        }
        return document.put("decisionId", incident.provenance().decisionId())
                .put("requester", incident.provenance().requester())
                .put("approver", approver.isEmpty() ? "none" : approver)
                .put("runtimePolicy", incident.provenance().runtimePolicy())
                .put("channels", JsonArray.ofStrings(incident.channels()))
                .put("entries", array(incident.entries().stream().map(Documents::of).toList()))
                .put("responses", array(incident.responses().stream().map(Documents::of).toList()))
                .build();
    }

    static JsonObject of(Verdict verdict) {
        JsonObject.Builder document =
                JsonObject.builder()
                        .put("workload", of(verdict.workload()))
                        .put("verdict", verdict.conclusion().wire());
        switch (verdict.conclusion()) {
            case Conclusion.Clean(var amendments) -> {
                if (!amendments.isEmpty()) {
                    document.put(
                            "amendments", array(amendments.stream().map(Documents::of).toList()));
                }
            }
            case Conclusion.Adopted adopted -> document.put("baseline", adopted.baselineId());
            case Conclusion.Drifted drifted ->
                    document.put("findings", JsonArray.ofStrings(drifted.findingIds()));
            case Conclusion.Unknown unknown -> document.put("cause", unknown.cause());
        }
        JsonObject coverage =
                JsonObject.of(
                        "observed",
                        names(verdict.coverage().observed()),
                        "notObserved",
                        names(verdict.coverage().notObserved()));
        return document.put("coverage", coverage).put("time", verdict.time().toString()).build();
    }

    private static JsonObject of(ExemptionEntry exemption) {
        return JsonObject.builder()
                .put("id", exemption.id())
                .put("rule", exemption.rule())
                .put("owner", exemption.owner())
                .put("reason", exemption.reason())
                .put("expires", exemption.expires())
                .build();
    }

    private static JsonObject of(IncidentEntry entry) {
        return JsonObject.builder()
                .put("findingId", entry.findingId())
                .put("reason", entry.reason().wire())
                .put("severity", entry.severity().wireName())
                .put("message", entry.message())
                .put("difference", JsonArray.ofStrings(entry.difference()))
                .put("time", entry.time().toString())
                .build();
    }

    private static JsonObject of(AmendmentRecord amendment) {
        JsonObject.Builder document =
                JsonObject.builder()
                        .put("amendmentId", amendment.amendmentId())
                        .put("door", amendment.door())
                        .put("decisionId", amendment.decisionId())
                        .put("requester", amendment.requester());
        if (!amendment.grantId().isEmpty()) {
            document.put("grantId", amendment.grantId());
        }
        return document.put("change", JsonArray.ofStrings(amendment.change()))
                .put("time", amendment.time().toString())
                .build();
    }

    private static JsonObject of(ResponseOutcome outcome) {
        JsonObject.Builder document =
                JsonObject.builder()
                        .put("outcomeId", outcome.outcomeId())
                        .put("planId", outcome.planId())
                        .put("action", outcome.action())
                        .put("result", outcome.result().name())
                        .put("proof", outcome.proof().name())
                        .put("detail", outcome.detail())
                        .put("time", outcome.time().toString());
        outcome.auditId().ifPresent(id -> document.put("auditId", id));
        outcome.undo().ifPresent(undo -> document.put("undo", undo));
        return document.build();
    }

    private static JsonObject of(WorkloadReference workload) {
        return JsonObject.builder()
                .put("kind", workload.kind())
                .put("namespace", workload.namespace())
                .put("name", workload.name())
                .put("uid", workload.uid())
                .build();
    }

    private static JsonArray names(Collection<Aspect> aspects) {
        return JsonArray.ofStrings(aspects.stream().sorted().map(Aspect::wire).toList());
    }

    private static JsonArray array(List<JsonObject> items) {
        return new JsonArray(List.<JsonValue>copyOf(items));
    }
}
