package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What differs between two forms, field by field, in words that can be shown.
 *
 * @param changes in the order of the form, at most a stated number
 */
public record Difference(List<FieldChange> changes) {

    public Difference {
        changes = List.copyOf(changes);
    }

    /** Compares two redacted forms, see {@link CanonicalForm#redacted()}. */
    public static Difference between(JsonObject redactedApproved, JsonObject redactedLive) {
        return new Difference(
                List.of(
                        new FieldChange(
                                "spec", Optional.empty(), Optional.of("not compared yet"))));
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The first sentences, and one that counts the rest if there are more. */
    public List<String> sentences(int maximum) {
        var sentences = new ArrayList<String>();
        changes.stream().limit(maximum).map(FieldChange::sentence).forEach(sentences::add);
        if (changes.size() > maximum) {
            sentences.add("and " + (changes.size() - maximum) + " more");
        }
        return sentences;
    }
}
