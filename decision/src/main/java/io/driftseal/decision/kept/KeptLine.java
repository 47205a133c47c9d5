package io.driftseal.decision.kept;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.driftseal.decision.AskedQuestion;
import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * One kept input as a line: the CRC-32C of the rest in eight hex digits, a space, and one JSON
 * object whose last member is the input, byte for byte what its digest was made of.
 *
 * <p>Reading is strict. The checksum is for the disk; that the input is the one of the decision is
 * shown by its digest, which the decision's record has as well.
 */
public final class KeptLine {

    /** An input and an answer of the largest size. */
    static final int MAXIMUM_BYTES = PolicyEngine.MAXIMUM_INPUT_BYTES + 2 * 1024 * 1024;

    private static final int CHECKSUM = 9;
    private static final JsonLimits LIMITS = new JsonLimits(MAXIMUM_BYTES, 160, 1_000_000);
    private static final byte[] END = "}\n".getBytes(US_ASCII);
    private static final Set<String> MEMBERS =
            Set.of(
                    "time",
                    "decisionId",
                    "question",
                    "inputDigest",
                    "bundleRevision",
                    "answer",
                    "cause",
                    "nondeterminism",
                    "input");

    private KeptLine() {}

    /**
     * The parts of a line, ready to be written; the input's bytes are not copied.
     *
     * @param input of the question
     */
    static ByteBuffer[] write(AskedQuestion asked, CanonicalDocument input) {
        byte[] head = head(asked);
        head[head.length - 1] = ',';
        byte[] member = "\"input\":".getBytes(US_ASCII);
        var checksum = new CRC32C();
        checksum.update(head);
        checksum.update(member);
        checksum.update(input.buffer());
        checksum.update(END, 0, 1);
        byte[] sum = "%08x ".formatted(checksum.getValue()).getBytes(US_ASCII);
        return new ByteBuffer[] {
            ByteBuffer.wrap(sum),
            ByteBuffer.wrap(head),
            ByteBuffer.wrap(member),
            input.buffer(),
            ByteBuffer.wrap(END)
        };
    }

    private static byte[] head(AskedQuestion asked) {
        Evaluation evaluation = asked.evaluation();
        JsonValue answer =
                switch (evaluation) {
                    case Evaluation.Answered answered -> answered.document();
                    case Evaluation.Indeterminate ignored -> JsonNull.INSTANCE;
                };
        String cause =
                switch (evaluation) {
                    case Evaluation.Answered ignored -> "";
                    case Evaluation.Indeterminate none -> none.cause().wireName();
                };
        return JsonWriter.write(
                JsonObject.builder()
                        .put("time", asked.time().toString())
                        .put("decisionId", asked.decisionId())
                        .put("question", asked.entryPoint().wireName())
                        .put("inputDigest", evaluation.inputDigest())
                        .put("bundleRevision", evaluation.bundleRevision())
                        .put("answer", answer)
                        .put("cause", cause)
                        .put(
                                "nondeterminism",
                                evaluation
                                        .trace()
                                        .notes()
                                        .nondeterminism()
                                        .<JsonValue>map(values -> values)
                                        .orElse(JsonNull.INSTANCE))
                        .build());
    }

    /** Whether a line, without its end, has the checksum that it begins with. */
    static boolean isWhole(byte[] line) {
        if (line.length <= CHECKSUM || line[CHECKSUM - 1] != ' ') {
            return false;
        }
        var checksum = new CRC32C();
        checksum.update(line, CHECKSUM, line.length - CHECKSUM);
        byte[] sum = "%08x ".formatted(checksum.getValue()).getBytes(US_ASCII);
        return Arrays.equals(sum, 0, CHECKSUM, line, 0, CHECKSUM);
    }

    /**
     * Reads a line without its end.
     *
     * @throws KeptInputRefusedException where anything of it is not as it was written
     */
    public static KeptInput read(byte[] line) throws KeptInputRefusedException {
        if (!isWhole(line)) {
            throw new KeptInputRefusedException("a kept input is damaged: its checksum differs");
        }
        JsonObject object;
        try {
            object = JsonReader.readObject(Arrays.copyOfRange(line, CHECKSUM, line.length), LIMITS);
        } catch (MalformedJsonException e) {
            throw new KeptInputRefusedException("a kept input is not one JSON object", e);
        }
        if (!object.members().keySet().equals(MEMBERS)) {
            throw new KeptInputRefusedException("a kept input has a missing or an unknown member");
        }
        KeptInput kept = kept(object);
        if (!CanonicalDocument.of(kept.input()).digest().equals(kept.inputDigest())) {
            throw new KeptInputRefusedException("a kept input is not the one of its digest");
        }
        if (!kept.input().string("schema").orElse("").equals(kept.entryPoint().inputSchema())) {
            throw new KeptInputRefusedException("a kept input is that of another question");
        }
        return kept;
    }

    private static KeptInput kept(JsonObject object) throws KeptInputRefusedException {
        try {
            return new KeptInput(
                    Instant.parse(object.string("time").orElseThrow()),
                    object.string("decisionId").orElseThrow(),
                    only(
                            List.of(EntryPoint.values()),
                            EntryPoint::wireName,
                            object.string("question").orElseThrow()),
                    object.string("inputDigest").orElseThrow(),
                    object.string("bundleRevision").orElseThrow(),
                    optional(object, "answer"),
                    cause(object.string("cause").orElseThrow()),
                    optional(object, "nondeterminism"),
                    optional(object, "input").orElseThrow());
        } catch (IllegalArgumentException | NoSuchElementException | DateTimeException e) {
            throw new KeptInputRefusedException("a kept input has a member of another type", e);
        }
    }

    private static Optional<Cause> cause(String word) {
        return word.isEmpty()
                ? Optional.empty()
                : Optional.of(only(List.of(Cause.values()), Cause::wireName, word));
    }

    private static <E> E only(List<E> values, Function<E, String> name, String word) {
        return values.stream()
                .filter(value -> name.apply(value).equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<JsonObject> optional(JsonObject object, String name) {
        return switch (object.find(name).orElseThrow()) {
            case JsonObject value -> Optional.of(value);
            case JsonNull ignored -> Optional.empty();
            default -> throw new IllegalArgumentException(name + " must be an object or null");
        };
    }
}
