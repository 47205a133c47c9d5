package io.driftseal.decision.ir;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.decision.EvaluationNotes;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.rego.EvaluationReport;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/**
 * What an evaluation reports as our trees, and back. The engine's recording has arrays as keys, the
 * arguments of a call; in JSON each is the text of the array.
 */
final class RegoRecording {

    private RegoRecording() {}

    static EvaluationNotes notes(EvaluationReport report) {
        RegoObject taken = report.nondeterminism();
        if (taken.isEmpty() && report.printed().isEmpty() && report.notes().isEmpty()) {
            return EvaluationNotes.NONE;
        }
        return EvaluationNotes.bounded(report.printed(), report.notes(), tree(taken));
    }

    private static Optional<JsonObject> tree(RegoObject taken) {
        if (taken.isEmpty()) {
            return Optional.of(JsonObject.EMPTY);
        }
        return RegoAnswer.of(taken) instanceof EngineAnswer.Value value
                ? Optional.of(value.document())
                : Optional.empty();
    }

    /**
     * @throws IllegalArgumentException where an argument list is none
     */
    static RegoObject values(JsonObject recorded) {
        if (recorded.isEmpty()) {
            return RegoObject.EMPTY;
        }
        RegoObject.Builder all = RegoObject.builder();
        recorded.members()
                .forEach((builtin, calls) -> {
                    if (!(calls instanceof JsonObject values)) {
                        throw new IllegalArgumentException("recorded calls must be an object");
                    }
                    all.put(RegoString.of(builtin), calls(values));
                });
        return all.build();
    }

    private static RegoObject calls(JsonObject values) {
        RegoObject.Builder calls = RegoObject.builder();
        values.members()
                .forEach((arguments, value) -> calls.put(read(arguments), RegoInput.of(value)));
        return calls.build();
    }

    private static RegoValue read(String arguments) {
        try {
            return RegoJsonReader.read(arguments.getBytes(UTF_8), JsonReading.STRICT);
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("recorded arguments are not JSON", e);
        }
    }
}
