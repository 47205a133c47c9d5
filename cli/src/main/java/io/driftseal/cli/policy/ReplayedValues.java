package io.driftseal.cli.policy;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a decision took from clock and randomness, for the {@code opa} program: functions that
 * answer it, and a query that puts them in the place of the built-ins. What was not taken then is
 * new.
 */
final class ReplayedValues {

    private static final String DIRECTORY = "replay";

    /** Arguments as the embedded engine records them: a bound without its sign, and no zero. */
    private static final String MODULE =
            """
            package replay

            now_ns := data.replay.values["time.now_ns"]["[]"]

            rand_intn(_, 0) := 0

            rand_intn(text, bound) := data.replay.values["rand.intn"][arguments] if {
            	bound != 0
            	arguments := json.marshal([text, abs(bound)])
            }

            uuid_rfc4122(text) := data.replay.values["uuid.rfc4122"][json.marshal([text])]
            """;

    private static final Map<String, String> FUNCTIONS =
            new TreeMap<>(
                    Map.of(
                            "time.now_ns",
                            "now_ns",
                            "rand.intn",
                            "rand_intn",
                            "uuid.rfc4122",
                            "uuid_rfc4122"));

    private final JsonObject recorded;

    ReplayedValues(JsonObject recorded) {
        this.recorded = recorded;
    }

    /**
     * Writes them.
     *
     * @param work directory of the evaluation
     * @return options for {@code opa eval} in a directory below, none where nothing was taken
     */
    List<String> options(Path work) throws IOException {
        if (recorded.isEmpty()) {
            return List.of();
        }
        Path directory = work.resolve(DIRECTORY);
        Path values = directory.resolve("replay/values/data.json");
        Files.createDirectories(values.getParent());
        Files.write(values, JsonWriter.write(recorded));
        Files.writeString(directory.resolve("replay.rego"), MODULE);
        return List.of("--data", "../" + DIRECTORY);
    }

    /** The query for a rule, with the values in it. */
    String query(String rule) {
        List<String> words = new ArrayList<>(List.of(rule));
        FUNCTIONS.forEach((builtin, function) -> {
            if (recorded.has(builtin)) {
                words.add("with " + builtin + " as data.replay." + function);
            }
        });
        return String.join(" ", words);
    }
}
