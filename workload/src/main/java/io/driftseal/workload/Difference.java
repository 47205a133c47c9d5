package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What differs between two forms, field by field, in words that can be shown.
 *
 * @param changes in the order of the form; the last of more than {@value #MAXIMUM_CHANGES} says
 *     that there are more
 */
public record Difference(List<FieldChange> changes) {

    /** An alert shows a few, an investigator reads both forms; this bounds what is kept between. */
    static final int MAXIMUM_CHANGES = 200;

    private static final Difference NONE = new Difference(List.of());

    public Difference {
        changes = List.copyOf(changes);
    }

    /** No difference at all. */
    public static Difference none() {
        return NONE;
    }

    /**
     * Compares two redacted forms, see {@link CanonicalForm#redacted()}. Items of lists are matched
     * by what names them (a container's name, a mount's path), never by position where Kubernetes
     * has a name. An empty difference means equal forms, except where only values beyond a redacted
     * digest's 48 bits differ; equality itself is decided by {@link ConfigurationHash}.
     */
    public static Difference between(JsonObject redactedApproved, JsonObject redactedLive) {
        return FormComparison.compare(redactedApproved, redactedLive);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The first sentences, and one that counts the rest if there are more. */
    public List<String> sentences(int maximum) {
        if (maximum < 1) {
            throw new IllegalArgumentException("asked for no sentence");
        }
        var sentences = new ArrayList<String>();
        changes.stream().limit(maximum).map(FieldChange::sentence).forEach(sentences::add);
        if (changes.size() > maximum) {
            sentences.add("and " + (changes.size() - maximum) + " more");
        }
        return sentences;
    }
}
