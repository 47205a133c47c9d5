package io.driftseal.stamp;

import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;

/**
 * The frame that all our signed statements share: in-toto statement v1 with one subject, whose
 * digest is a configuration hash (of a grant, the hash of its pod's uid). The predicate type keeps
 * one sort of statement from passing as another.
 *
 * @param subjectName {@code kind/namespace/name}
 * @param predicate its fields are still to be read
 */
record InTotoStatement(String subjectName, ConfigurationHash hash, StrictObject predicate) {

    static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
    static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

    private static final int DEPTH = 6;
    private static final int NODES = 256;

    static byte[] write(
            String subjectName,
            ConfigurationHash hash,
            String predicateType,
            JsonObject predicate) {
        JsonObject subject =
                JsonObject.builder()
                        .put("name", subjectName)
                        .put("digest", JsonObject.builder().put("sha256", hash.hex()).build())
                        .build();
        return JsonWriter.write(
                JsonObject.builder()
                        .put("_type", STATEMENT_TYPE)
                        .put("subject", JsonArray.of(subject))
                        .put("predicateType", predicateType)
                        .put("predicate", predicate)
                        .build());
    }

    /**
     * @throws IllegalArgumentException saying which field is wrong
     */
    static InTotoStatement read(byte[] payload, String predicateType) {
        return read(payload, predicateType, StampAnnotations.MAXIMUM_BYTES);
    }

    /**
     * @throws IllegalArgumentException saying which field is wrong
     */
    static InTotoStatement read(byte[] payload, String predicateType, int maximumBytes) {
        JsonObject object;
        try {
            object = JsonReader.readObject(payload, new JsonLimits(maximumBytes, DEPTH, NODES));
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("the statement is unreadable: " + e.getMessage(), e);
        }
        var statement = StrictObject.of(object, "the statement");
        exactly(statement.text("_type"), STATEMENT_TYPE, "_type");
        exactly(statement.text("predicateType"), predicateType, "predicateType");
        StrictObject subject = statement.onlyObjectOf("subject");
        StrictObject predicate = statement.object("predicate");
        statement.nothingElse();
        String subjectName = subject.text("name");
        StrictObject digest = subject.object("digest");
        subject.nothingElse();
        var hash = new ConfigurationHash(digest.text("sha256"));
        digest.nothingElse();
        return new InTotoStatement(subjectName, hash, predicate);
    }

    private static void exactly(String text, String expected, String field) {
        if (!text.equals(expected)) {
            throw new IllegalArgumentException("the statement's " + field + " is not " + expected);
        }
    }
}
