package io.driftseal.decision.workbench;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** One result of {@code opa test --format json}. */
final class OpaTestResult {

    private final SortedSet<String> passed = new TreeSet<>();
    private final SortedSet<String> failed = new TreeSet<>();

    private OpaTestResult() {}

    static TestRun of(JsonObject result) {
        long nanos = result.number("duration").map(n -> n.whole().orElse(0)).orElse(0L);
        return new TestRun(
                new OpaTestResult().verdict(result), printed(result), Duration.ofNanos(nanos));
    }

    private TestVerdict verdict(JsonObject result) {
        if (result.bool("skip").orElse(false)) {
            return new TestVerdict.Skipped();
        }
        if (result.has("error")) {
            JsonObject error = result.object("error");
            return new TestVerdict.Broken(
                    error.string("code").orElse("error"), message(error).strip());
        }
        cases(result.object("sub_results"), "");
        return result.bool("fail").orElse(false)
                ? new TestVerdict.Failed(passed, failed)
                : new TestVerdict.Passed(passed);
    }

    private static String message(JsonObject error) {
        String place =
                error.string("location", "file")
                        .map(file ->
                                file
                                        + ":"
                                        + error.number("location", "row")
                                                .map(Object::toString)
                                                .orElse("?")
                                        + ": ")
                        .orElse("");
        return place + error.string("message").orElse("");
    }

    /** The ends of the tree: what is above them fails with them. */
    private void cases(JsonObject results, String above) {
        results.members()
                .forEach((name, value) -> {
                    JsonObject result = object(value);
                    JsonObject below = result.object("sub_results");
                    if (below.isEmpty()) {
                        (result.bool("fail").orElse(false) ? failed : passed).add(above + name);
                    } else {
                        cases(below, above + name + "/");
                    }
                });
    }

    private static JsonObject object(JsonValue value) {
        return value instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    private static List<String> printed(JsonObject result) {
        String output = result.string("output").orElse("");
        try {
            return new String(Base64.getDecoder().decode(output), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of(output);
        }
    }
}
