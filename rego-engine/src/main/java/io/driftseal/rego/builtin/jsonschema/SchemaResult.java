package io.driftseal.rego.builtin.jsonschema;

import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a document, and how close it came: of several alternatives the closest one is
 * explained.
 */
final class SchemaResult {

    private static final String ROOT = "(Root)";

    private final List<RegoValue> errors = new ArrayList<>();
    private int score;

    boolean valid() {
        return errors.isEmpty();
    }

    int score() {
        return score;
    }

    void passed() {
        score++;
    }

    void add(String path, String type, String description) {
        String field = path.isEmpty() ? ROOT : path;
        errors.add(
                RegoObject.builder()
                        .put("error", RegoString.of(field + ": " + description))
                        .put("type", RegoString.of(type))
                        .put("field", RegoString.of(field))
                        .put("desc", RegoString.of(description))
                        .build());
        score -= 2;
    }

    void merge(SchemaResult other) {
        errors.addAll(other.errors);
        score += other.score;
    }

    RegoArray errors() {
        return RegoArray.copyOf(errors);
    }
}
