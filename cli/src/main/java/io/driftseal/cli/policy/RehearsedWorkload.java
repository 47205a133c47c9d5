package io.driftseal.cli.policy;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.kept.KeptInput;
import io.driftseal.workload.json.JsonObject;

/**
 * What a decision was about.
 *
 * @param name of a workload that has none yet, empty
 */
record RehearsedWorkload(String namespace, String kind, String name) {

    static RehearsedWorkload of(KeptInput kept) {
        JsonObject input = kept.input();
        JsonObject about =
                switch (kept.entryPoint()) {
                    case ADMISSION, DRIFT, RESPONSE -> input.object("workload");
                    case ACCESS, GRANT -> input.object("target");
                };
        return new RehearsedWorkload(
                input.string("namespace", "name").orElse(""),
                about.string("kind").orElse(""),
                about.string("name").orElse(""));
    }

    /** For people. */
    String label(EntryPoint question) {
        String door = question == EntryPoint.ADMISSION ? "" : " (" + question.wireName() + ")";
        return namespace + "/" + kind + "/" + name + door;
    }
}
