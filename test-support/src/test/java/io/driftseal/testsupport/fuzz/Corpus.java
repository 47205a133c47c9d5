package io.driftseal.testsupport.fuzz;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Objects of a real API server, as the tests of {@code workload} keep them. */
final class Corpus {

    private static final Path OBJECTS =
            Path.of("../workload/src/test/resources/io/driftseal/workload");

    private Corpus() {}

    static List<JsonObject> objects() throws IOException, MalformedJsonException {
        var objects = new ArrayList<JsonObject>();
        for (String folder : List.of("api-server-1.36", "admission-1.36")) {
            try (Stream<Path> files = Files.list(OBJECTS.resolve(folder))) {
                for (Path file : files.sorted().toList()) {
                    objects.add(
                            JsonReader.readObject(
                                    Files.readAllBytes(file), JsonLimits.kubernetesObject()));
                }
            }
        }
        return objects;
    }
}
