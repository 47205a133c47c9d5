package io.driftseal.stamp;

import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.json.JsonObject;

/** An amendment as in-toto statement v1 with its own predicate, and back. */
final class AmendmentPayload {

    static final String PREDICATE_TYPE = "https://driftseal.io/amendment/v1";

    private AmendmentPayload() {}

    static byte[] write(AmendmentStatement statement) {
        return InTotoStatement.write(
                statement.pod().text(),
                statement.form().to(),
                PREDICATE_TYPE,
                predicate(statement));
    }

    /**
     * @throws IllegalArgumentException saying which field is wrong
     */
    static AmendmentStatement read(byte[] payload) {
        InTotoStatement statement = InTotoStatement.read(payload, PREDICATE_TYPE);
        StrictObject predicate = statement.predicate();
        var form =
                new AmendedForm(
                        new ConfigurationHash(predicate.text("from")),
                        statement.hash(),
                        predicate.smallNumber("form"),
                        predicate.smallNumber("generation"));
        var pod = AmendedPod.parse(statement.subjectName(), predicate.text("uid"));
        String door = predicate.text("door");
        var decision =
                new AmendmentDecision(
                        predicate.text("decision"),
                        predicate.text("runtimePolicy"),
                        predicate.text("policy"),
                        predicate.text("requester"),
                        predicate.optionalText("grant"));
        var amendment =
                new AmendmentStatement(pod, form, door, decision, predicate.time("issuedAt"));
        predicate.nothingElse();
        return amendment;
    }

    private static JsonObject predicate(AmendmentStatement statement) {
        AmendmentDecision decision = statement.decision();
        var predicate =
                JsonObject.builder()
                        .put("form", statement.form().formVersion())
                        .put("uid", statement.pod().uid())
                        .put("generation", statement.form().generation())
                        .put("from", statement.form().from().hex())
                        .put("door", statement.door())
                        .put("runtimePolicy", decision.runtimePolicy())
                        .put("policy", decision.policyRevision())
                        .put("decision", decision.decisionId())
                        .put("requester", decision.requester());
        decision.grantId().ifPresent(id -> predicate.put("grant", id));
        return predicate.put("issuedAt", statement.issuedAt().toString()).build();
    }
}
