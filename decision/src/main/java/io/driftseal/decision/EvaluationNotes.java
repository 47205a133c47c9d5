package io.driftseal.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an evaluation left besides its answer, bounded: it goes into the decision's record.
 *
 * @param printed what the policy's {@code print} said
 * @param traced lines of its tracing built-in
 * @param cut how many of these lines are missing or shortened
 * @param nondeterminism what it took from clock and randomness, as OPA's decision log has it: an
 *     object of built-ins, each an object of arguments (JSON text) and value. Empty where that was
 *     more than is kept: such a decision cannot be evaluated again as it was
 */
public record EvaluationNotes(
        List<String> printed, List<String> traced, int cut, Optional<JsonObject> nondeterminism) {

    /** Of both kinds together; beyond it lines are counted, not kept. */
    public static final int MAXIMUM_LINES = 32;

    /** Of one line; beyond it the line is shortened, and counted. */
    public static final int MAXIMUM_CHARACTERS = 256;

    /** Of the values as JSON. */
    public static final int MAXIMUM_NONDETERMINISM_BYTES = 8 * 1024;

    /** Of an evaluation that said nothing and took nothing: nearly all. */
    public static final EvaluationNotes NONE =
            new EvaluationNotes(List.of(), List.of(), 0, Optional.of(JsonObject.EMPTY));

    public EvaluationNotes {
        printed = List.copyOf(printed);
        traced = List.copyOf(traced);
    }

    /**
     * As much as is kept of what an engine reports.
     *
     * @param nondeterminism empty where the values cannot be told
     */
    public static EvaluationNotes bounded(
            List<String> printed, List<String> traced, Optional<JsonObject> nondeterminism) {
        List<String> keptPrinted = first(printed, MAXIMUM_LINES);
        List<String> keptTraced = first(traced, MAXIMUM_LINES - keptPrinted.size());
        long shortened =
                Stream.concat(
                                printed.stream().limit(keptPrinted.size()),
                                traced.stream().limit(keptTraced.size()))
                        .filter(line -> line.length() > MAXIMUM_CHARACTERS)
                        .count();
        int missing = printed.size() - keptPrinted.size() + traced.size() - keptTraced.size();
        return new EvaluationNotes(
                keptPrinted,
                keptTraced,
                missing + (int) shortened,
                nondeterminism.filter(
                        values -> JsonWriter.write(values).length <= MAXIMUM_NONDETERMINISM_BYTES));
    }

    /** Whether there is nothing to tell. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    private static List<String> first(List<String> lines, int most) {
        List<String> kept = new ArrayList<>();
        for (String line : lines.subList(0, Math.min(most, lines.size()))) {
            kept.add(whole(line.length() <= MAXIMUM_CHARACTERS ? line : shortened(line)));
        }
        return kept;
    }

    /** Never in the middle of a pair: half a character cannot be written. */
    private static String shortened(String line) {
        int end =
                Character.isHighSurrogate(line.charAt(MAXIMUM_CHARACTERS - 1))
                        ? MAXIMUM_CHARACTERS - 1
                        : MAXIMUM_CHARACTERS;
        return line.substring(0, end);
    }

    /** Halves of characters, which policies can make, become question marks. */
    private static String whole(String line) {
        return new String(line.getBytes(UTF_8), UTF_8);
    }
}
