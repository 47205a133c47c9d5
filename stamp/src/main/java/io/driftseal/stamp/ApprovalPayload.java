package io.driftseal.stamp;

import io.driftseal.workload.json.JsonObject;

/** An approval as in-toto statement v1 with its own predicate, and back. */
final class ApprovalPayload {

    static final String PREDICATE_TYPE = "https://driftseal.io/approval/v1";

    private ApprovalPayload() {}

    static byte[] write(ApprovalStatement statement) {
        var predicate = JsonObject.builder().put("form", statement.formVersion());
        if (statement.subject().generateName().isPresent()) {
            predicate.put("generated", true);
        }
        predicate
                .put("approver", statement.approver())
                .put("reason", statement.reason())
                .put("approvedAt", statement.approvedAt().toString())
                .put("expires", statement.expires().toString());
        return InTotoStatement.write(
                statement.subject().text(), statement.hash(), PREDICATE_TYPE, predicate.build());
    }

    /**
     * @throws IllegalArgumentException saying which field is wrong
     */
    static ApprovalStatement read(byte[] payload) {
        InTotoStatement statement = InTotoStatement.read(payload, PREDICATE_TYPE);
        StrictObject predicate = statement.predicate();
        var approval =
                new ApprovalStatement(
                        StampSubject.parse(statement.subjectName(), predicate.flag("generated")),
                        statement.hash(),
                        predicate.smallNumber("form"),
                        predicate.text("approver"),
                        predicate.text("reason"),
                        predicate.time("approvedAt"),
                        predicate.time("expires"));
        predicate.nothingElse();
        return approval;
    }
}
