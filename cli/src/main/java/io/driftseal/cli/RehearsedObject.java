package io.driftseal.cli;

import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/**
 * One object and what enforce would make of it.
 *
 * @param owner kind and name of the controller that made it, empty without one
 * @param active whether it may make children by itself: an old ReplicaSet scaled to zero does not
 * @param made if it were made again: what would be refused, empty if it would be admitted
 * @param children if it made one more
 */
record RehearsedObject(
        String kind,
        String namespace,
        String name,
        String owner,
        boolean active,
        Optional<Refusal> made,
        Optional<Refusal> children) {

    /**
     * @param code why, as a word
     * @param message what a requester would read
     */
    record Refusal(String code, String message) {}

    static RehearsedObject of(JsonObject object, JsonObject answer) {
        String kind = object.string("kind").orElse("");
        String owner = "";
        for (JsonObject reference : object.objects("metadata", "ownerReferences")) {
            if (reference.bool("controller").orElse(false)) {
                owner =
                        reference.string("kind").orElse("")
                                + " "
                                + reference.string("name").orElse("");
            }
        }
        boolean scaledToZero =
                object.number("spec", "replicas")
                        .flatMap(n -> n.whole().stream().boxed().findFirst())
                        .filter(n -> n == 0)
                        .isPresent();
        return new RehearsedObject(
                kind,
                object.string("metadata", "namespace").orElse(""),
                object.string("metadata", "name").orElse(""),
                owner,
                !(scaledToZero && !owner.isEmpty()),
                refusal(answer.object("made")),
                refusal(answer.object("children")));
    }

    String label() {
        return kind + " " + name;
    }

    boolean isChild() {
        return !owner.isEmpty();
    }

    private static Optional<Refusal> refusal(JsonObject outcome) {
        return outcome.string("outcome").filter("refused"::equals).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Refusal(
                                outcome.string("code").orElse(""),
                                outcome.string("message").orElse("")));
    }
}
