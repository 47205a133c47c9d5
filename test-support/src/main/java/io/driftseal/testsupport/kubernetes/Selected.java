package io.driftseal.testsupport.kubernetes;

import io.driftseal.kubernetes.Selection;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/** Selectors as far as our services use them: equality, inequality, presence; object names. */
final class Selected {

    private Selected() {}

    static boolean by(Selection selection, JsonObject object) {
        String namespace = object.string("metadata", "namespace").orElse("");
        return (selection.namespace().isEmpty() || selection.namespace().equals(namespace))
                && all(selection.labelSelector(), object, "labels")
                && all(selection.fieldSelector(), object, "");
    }

    private static boolean all(String selector, JsonObject object, String member) {
        if (selector.isEmpty()) {
            return true;
        }
        for (String term : selector.split(",", -1)) {
            if (!holds(term, object, member)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(String term, JsonObject object, String member) {
        boolean negated = term.contains("!=");
        String[] sides = term.split("!?=+", 2);
        Optional<String> actual = actual(sides[0], object, member);
        if (sides.length == 1) {
            return actual.isPresent();
        }
        return negated != actual.equals(Optional.of(sides[1]));
    }

    private static Optional<String> actual(String key, JsonObject object, String member) {
        if (!member.isEmpty()) {
            return object.string("metadata", member, key);
        }
        String[] steps = key.split("\\.", -1);
        if (steps.length != 2) {
            throw new IllegalArgumentException("field selector not known to the fake: " + key);
        }
        return object.string(steps[0], steps[1]);
    }
}
