package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/** A label whose value is a hash that a controller made of a template: any of its alphabet. */
record TemplateHash(String alphabet, int maximumLength) {

    static TemplateHash of(JsonObject allowed) {
        return new TemplateHash(
                allowed.string("alphabet").orElseThrow(),
                (int) allowed.number("maximumLength").orElseThrow().whole().orElseThrow());
    }

    boolean matches(String value) {
        return value.length() <= maximumLength && GeneratedName.isOfAlphabet(value, alphabet);
    }

    /** The value that the child carries, if it is a hash. */
    Optional<String> of(Workload child, String label) {
        return Optional.ofNullable(child.labels().get(label)).filter(this::matches);
    }

    /** What is there instead of a hash. */
    Optional<FieldChange> missing(Workload child, String label) {
        String value = child.labels().getOrDefault(label, "");
        return matches(value)
                ? Optional.empty()
                : Optional.of(
                        new FieldChange(
                                FieldPath.ROOT
                                        .member("metadata")
                                        .member("labels")
                                        .member(label)
                                        .text(),
                                Optional.of("a template hash"),
                                Optional.of(value.isEmpty() ? "nothing" : DisplayText.of(value))));
    }
}
