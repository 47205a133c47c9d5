package io.driftseal.stamp;

import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.KindName;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/** A statement as in-toto statement v1 with our predicate, and back. */
final class StampPayload {

    static final String PAYLOAD_TYPE = InTotoStatement.PAYLOAD_TYPE;
    static final String PREDICATE_TYPE = "https://driftseal.io/stamp/v1";

    private StampPayload() {}

    static byte[] write(StampStatement statement) {
        return InTotoStatement.write(
                statement.subject().text(), statement.hash(), PREDICATE_TYPE, predicate(statement));
    }

    /**
     * @throws IllegalArgumentException saying which field is wrong
     */
    static StampStatement read(byte[] payload) {
        InTotoStatement statement = InTotoStatement.read(payload, PREDICATE_TYPE);
        return statement(statement.subjectName(), statement.hash(), statement.predicate());
    }

    private static JsonObject predicate(StampStatement statement) {
        var predicate = JsonObject.builder().put("form", statement.formVersion());
        if (statement.generateName().isPresent()) {
            predicate.put("generated", true);
        }
        statement.parent().ifPresent(parent -> predicate.put("parent", parent(parent)));
        predicate.put("serviceAccount", statement.serviceAccount());
        predicate.put("imagesDigest", statement.imagesDigest());
        if (!statement.images().isEmpty()) {
            predicate.put("images", JsonArray.ofStrings(statement.images()));
        }
        predicate
                .put("runtimePolicy", statement.runtimePolicy())
                .put("policy", statement.policyRevision())
                .put("decision", statement.decisionId())
                .put("requester", statement.requester())
                .put("approver", statement.approver())
                .put("issuedAt", statement.issuedAt().toString())
                .put("parentUntil", statement.parentUntil().toString());
        statement.supersedes().ifPresent(id -> predicate.put("supersedes", id));
        return predicate.build();
    }

    private static JsonObject parent(ParentLink parent) {
        return JsonObject.builder()
                .put("kind", parent.kind().text())
                .put("name", parent.name())
                .put("uid", parent.uid())
                .put("decision", parent.decisionId())
                .put("stamp", parent.stampDigest())
                .build();
    }

    private static StampStatement statement(
            String subjectName, ConfigurationHash hash, StrictObject predicate) {
        var subject = StampSubject.parse(subjectName, predicate.flag("generated"));
        var content =
                new StampContent(
                        hash,
                        predicate.smallNumber("form"),
                        predicate.text("serviceAccount"),
                        predicate.texts("images"),
                        predicate.text("imagesDigest"));
        Optional<ParentLink> parent =
                predicate.optionalObject("parent").map(StampPayload::readParent);
        var decision =
                new StampDecision(
                        predicate.text("decision"),
                        predicate.text("runtimePolicy"),
                        predicate.text("policy"),
                        predicate.text("requester"),
                        predicate.text("approver"),
                        predicate.optionalText("supersedes"));
        var lifetime = new StampLifetime(predicate.time("issuedAt"), predicate.time("parentUntil"));
        predicate.nothingElse();
        return new StampStatement(subject, content, parent, decision, lifetime);
    }

    private static ParentLink readParent(StrictObject parent) {
        var link =
                new ParentLink(
                        new KindName(parent.text("kind")),
                        parent.text("name"),
                        parent.text("uid"),
                        parent.text("decision"),
                        parent.text("stamp"));
        parent.nothingElse();
        return link;
    }
}
