package io.driftseal.testsupport.fuzz;

import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.ClusterFacts;
import io.driftseal.workload.CustomKind;
import io.driftseal.workload.WorkloadKinds;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects of a real API server, as the tests of {@code workload} keep them: at least one of every
 * kind, a custom root among them.
 */
public final class Corpus {

    /** The kind of the custom root. */
    public static final CustomKind ROLLOUT =
            new CustomKind(
                    "delivery.example.org",
                    "v1alpha1",
                    "Rollout",
                    "rollouts",
                    List.of("spec", "template"),
                    BuiltInKind.REPLICA_SET,
                    Optional.of("delivery.example.org/template-hash"));

    private static final WorkloadKinds KINDS = WorkloadKinds.with(List.of(ROLLOUT));

    private static final Path OBJECTS =
            Path.of("../workload/src/test/resources/io/driftseal/workload");
    private static final String STORED = "api-server-1.36";
    private static final String ADMITTED = "admission-1.36";

    private Corpus() {}

    /** The kinds of the corpus: the built-in ones and {@link #ROLLOUT}. */
    public static WorkloadKinds kinds() {
        return KINDS;
    }

    /** Every document, those that are no workload among them. */
    public static List<JsonObject> objects() {
        return Stream.concat(files(STORED, ""), files(ADMITTED, "")).toList();
    }

    /** Every object as a mutating webhook saw it when it was made. */
    public static List<JsonObject> seen() {
        return files(ADMITTED, "-seen").toList();
    }

    /** Owners as stored, each with a child as a webhook saw it and as it was stored. */
    public static List<Made> made() {
        List<JsonObject> owners = files(ADMITTED, "-stored").toList();
        List<JsonObject> children = files(ADMITTED, "").toList();
        var made = new ArrayList<Made>();
        for (JsonObject owner : owners) {
            String uid = owner.string("metadata", "uid").orElseThrow();
            for (JsonObject child : children) {
                if (child.objects("metadata", "ownerReferences").stream()
                        .anyMatch(reference -> reference.string("uid").equals(Optional.of(uid)))) {
                    made.add(new Made(owner, child));
                }
            }
        }
        return made;
    }

    /** What was in the cluster that wrote them. */
    public static ClusterFacts facts() {
        return ClusterFacts.known(read(OBJECTS.resolve(STORED + "/facts.json")).objects("items"));
    }

    private static Stream<JsonObject> files(String folder, String ending) {
        try (Stream<Path> files = Files.list(OBJECTS.resolve(folder))) {
            return files.sorted().toList().stream()
                    .filter(file -> file.getFileName().toString().endsWith(ending + ".json"))
                    .map(Corpus::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject read(Path file) {
        try {
            return JsonReader.readObject(Files.readAllBytes(file), JsonLimits.kubernetesObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException(file + " is no JSON", e);
        }
    }

    /** What a controller made of what. */
    public record Made(JsonObject owner, JsonObject child) {}
}
