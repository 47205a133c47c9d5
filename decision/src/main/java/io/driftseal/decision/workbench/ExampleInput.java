package io.driftseal.decision.workbench;

import io.driftseal.decision.EntryPoint;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;

/** One usual input of every question, as policies get it. */
public final class ExampleInput {

    private ExampleInput() {}

    public static JsonObject of(EntryPoint question) {
        String name = question.wireName() + ".json";
        try (InputStream resource = ExampleInput.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("resource is missing: " + name);
            }
            return JsonReader.readObject(resource.readAllBytes(), JsonLimits.kubernetesObject());
        } catch (IOException | MalformedJsonException e) {
            throw new IllegalStateException("resource cannot be read: " + name, e);
        }
    }
}
