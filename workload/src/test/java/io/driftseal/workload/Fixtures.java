package io.driftseal.workload;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Literal documents: files of src/test/resources, whose names state what they are, and texts in
 * tests.
 */
final class Fixtures {

    /** What was in the cluster that wrote the real objects. */
    static final ClusterFacts FACTS = ClusterFacts.known(facts("api-server-1.36/facts.json"));

    /** A custom root, shaped like those of progressive delivery. */
    static final CustomKind ROLLOUT =
            new CustomKind(
                    "delivery.example.org",
                    "v1alpha1",
                    "Rollout",
                    "rollouts",
                    List.of("spec", "template"),
                    BuiltInKind.REPLICA_SET,
                    Optional.of("delivery.example.org/template-hash"));

    private static final WorkloadKinds KINDS = WorkloadKinds.with(List.of(ROLLOUT));

    private Fixtures() {}

    /** What the cluster of the real objects leaves unexplained. */
    static Difference unexplained(Workload owner, Workload child) {
        return Derivation.of(owner, child, FACTS).open();
    }

    /** Objects of a list, by the name of its file. */
    static List<JsonObject> facts(String name) {
        return read(name).objects("items");
    }

    /** An object as a real API server 1.36.3 wrote it. */
    static Workload real(String name) {
        return workload(read("api-server-1.36/" + name + ".json"));
    }

    /** An object as a real API server 1.36.3 showed it to a mutating webhook, or stored it then. */
    static Workload admission(String name) {
        return workload(read("admission-1.36/" + name + ".json"));
    }

    static Workload workload(JsonObject tree) {
        try {
            return Workload.of(KINDS, tree);
        } catch (UnsupportedWorkloadException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Workload workload(String json) {
        return workload(json(json));
    }

    static JsonObject read(String name) {
        try (InputStream stream = Fixtures.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return object(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject json(String text) {
        return object(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject object(byte[] utf8) {
        try {
            return JsonReader.readObject(utf8, JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
