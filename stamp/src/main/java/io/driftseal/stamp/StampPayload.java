package io.driftseal.stamp;

import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.Optional;

/** A statement as in-toto statement v1 with our predicate, and back. */
final class StampPayload {

    static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
    static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
    static final String PREDICATE_TYPE = "https://driftseal.io/stamp/v1";

    private static final JsonLimits LIMITS = new JsonLimits(StampAnnotations.MAXIMUM_BYTES, 6, 256);

    private StampPayload() {}

    static byte[] write(StampStatement statement) {
        JsonObject subject =
                JsonObject.builder()
                        .put("name", statement.subject().text())
                        .put(
                                "digest",
                                JsonObject.builder().put("sha256", statement.hash().hex()).build())
                        .build();
        return JsonWriter.write(
                JsonObject.builder()
                        .put("_type", STATEMENT_TYPE)
                        .put("subject", JsonArray.of(subject))
                        .put("predicateType", PREDICATE_TYPE)
                        .put("predicate", predicate(statement))
                        .build());
    }

    /**
     * @throws IllegalArgumentException saying which field is wrong
     */
    static StampStatement read(byte[] payload) {
        JsonObject object;
        try {
            object = JsonReader.readObject(payload, LIMITS);
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("the statement is unreadable: " + e.getMessage(), e);
        }
        var statement = StrictObject.of(object, "the statement");
        exactly(statement.text("_type"), STATEMENT_TYPE, "_type");
        exactly(statement.text("predicateType"), PREDICATE_TYPE, "predicateType");
        StrictObject subject = statement.onlyObjectOf("subject");
        StrictObject predicate = statement.object("predicate");
        statement.nothingElse();
        String subjectName = subject.text("name");
        StrictObject digest = subject.object("digest");
        subject.nothingElse();
        var hash = new ConfigurationHash(digest.text("sha256"));
        digest.nothingElse();
        return statement(subjectName, hash, predicate);
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
                .put("kind", parent.kind().kind())
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
                        StampText.kind(parent.text("kind")),
                        parent.text("name"),
                        parent.text("uid"),
                        parent.text("decision"),
                        parent.text("stamp"));
        parent.nothingElse();
        return link;
    }

    private static void exactly(String text, String expected, String field) {
        if (!text.equals(expected)) {
            throw new IllegalArgumentException("the statement's " + field + " is not " + expected);
        }
    }
}
