package io.driftseal.rego.conformance;

import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One case: a plan and what OPA answers, as the program {@code rego-plans} writes it.
 *
 * @param line the program's whole line
 */
record ConformanceCase(RegoObject line) {

    static ConformanceCase read(String json) {
        try {
            return new ConformanceCase(
                    (RegoObject)
                            RegoJsonReader.read(
                                    json.getBytes(StandardCharsets.UTF_8), JsonReading.AS_GO));
        } catch (MalformedJsonException e) {
            throw new IllegalStateException(
                    "not a case: " + json.substring(0, Math.min(json.length(), 300)), e);
        }
    }

    private RegoObject specified() {
        return (RegoObject) Objects.requireNonNull(line.get("case"));
    }

    String file() {
        return Objects.requireNonNull(text(line, "file"));
    }

    /** File and note; a few files use a note twice. */
    String note() {
        return file() + " " + text(specified(), "note");
    }

    /** Why OPA's compiler makes no plan of the case, or null. */
    @Nullable String compileError() {
        return text(line, "compile_error");
    }

    byte[] plan() {
        return RegoJsonWriter.writeBytes(Objects.requireNonNull(line.get("plan")));
    }

    boolean hasPlan() {
        return line.get("plan") instanceof RegoObject;
    }

    RegoObject data() {
        return specified().get("data") instanceof RegoObject data ? data : RegoObject.EMPTY;
    }

    @Nullable RegoValue input() {
        if (line.get("input") instanceof RegoObject typed) {
            return untyped(typed);
        }
        return RegoBoolean.TRUE.equals(line.get("has_input")) ? specified().get("input") : null;
    }

    private static RegoValue untyped(RegoValue value) {
        RegoObject term = (RegoObject) value;
        return switch (Objects.requireNonNull(text(term, "type"))) {
            case "array" -> RegoArray.copyOf(items(term, "array"));
            case "set" -> RegoSet.copyOf(items(term, "set"));
            case "object" -> {
                RegoObject.Builder object = RegoObject.builder();
                if (term.get("object") instanceof RegoArray pairs) {
                    for (RegoValue pair : pairs.items()) {
                        RegoArray both = (RegoArray) pair;
                        object.put(untyped(both.get(0)), untyped(both.get(1)));
                    }
                }
                yield object.build();
            }
            default -> Objects.requireNonNull(term.get("scalar"));
        };
    }

    private static List<RegoValue> items(RegoObject term, String name) {
        return term.get(name) instanceof RegoArray array
                ? array.items().stream().map(ConformanceCase::untyped).toList()
                : List.of();
    }

    boolean strict() {
        return flag("strict_error");
    }

    boolean sortBindings() {
        return flag("sort_bindings");
    }

    private boolean flag(String name) {
        return RegoBoolean.TRUE.equals(specified().get(name));
    }

    boolean hasEnvironment() {
        return specified().get("env") != null;
    }

    @Nullable String wantedError() {
        return text(specified(), "want_error");
    }

    @Nullable String wantedErrorCode() {
        return text(specified(), "want_error_code");
    }

    /** The set of the expected bindings, or null if a result is not expected. */
    @Nullable RegoSet wantedResult() {
        if (!RegoBoolean.TRUE.equals(line.get("has_result"))) {
            return null;
        }
        return specified().get("want_result") instanceof RegoArray results
                ? RegoSet.copyOf(results.items())
                : RegoSet.EMPTY;
    }

    private static @Nullable String text(RegoObject object, String name) {
        return object.get(name) instanceof RegoString string ? string.text() : null;
    }
}
