package io.driftseal.evidence;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.util.List;
import java.util.Optional;

/**
 * What policies said while they decided, for whoever looks for the cause. Texts are policy's own
 * and may quote names that tenants chose.
 *
 * @param printed by its printing built-in
 * @param traced by its tracing built-in
 * @param cut lines that are missing or shortened
 * @param nondeterminism values of clock and randomness that policy used, by built-in and arguments;
 *     absent where they were too many to be kept
 */
public record PolicyNotes(
        List<String> printed, List<String> traced, int cut, Optional<JsonObject> nondeterminism) {

    private static final int MAXIMUM_NONDETERMINISM_BYTES = 16 * 1024;

    public PolicyNotes {
        printed = Bounds.texts("notes.printed", printed);
        traced = Bounds.texts("notes.traced", traced);
        if (cut < 0) {
            throw new IllegalArgumentException("notes.cut must not be negative");
        }
        if (nondeterminism.isPresent()
                && JsonWriter.write(nondeterminism.get()).length > MAXIMUM_NONDETERMINISM_BYTES) {
            throw new IllegalArgumentException(
                    "notes.nondeterminism must have at most "
                            + MAXIMUM_NONDETERMINISM_BYTES
                            + " bytes");
        }
    }
}
