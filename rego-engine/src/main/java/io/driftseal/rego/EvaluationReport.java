package io.driftseal.rego;

import io.driftseal.rego.value.RegoObject;
import java.util.List;

/**
 * What an evaluation leaves besides its answer.
 *
 * @param nondeterminism what it took from clock and randomness: an object of builtins, each an
 *     object of arguments (an array) and value; for {@link EvaluationOptions#replayed}
 * @param printed what {@code print} said, line by line, a thousand lines at most
 * @param notes what {@code trace} said
 * @param steps how many it took, of {@link EvaluationLimits#steps}
 * @param bytes how much it made, of {@link EvaluationLimits#bytes}
 */
public record EvaluationReport(
        RegoObject nondeterminism,
        List<String> printed,
        List<String> notes,
        long steps,
        long bytes) {

    public EvaluationReport {
        printed = List.copyOf(printed);
        notes = List.copyOf(notes);
    }
}
