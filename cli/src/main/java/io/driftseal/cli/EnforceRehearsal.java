package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands every workload of a namespace to the webhook, which rules on it as in enforce, and adds who
 * entered pods against policy. The cluster is read as the caller; nothing is changed.
 */
final class EnforceRehearsal {

    /** Bounds of one question to the webhook. */
    private static final int MAXIMUM_OBJECTS = 50;

    private static final int MAXIMUM_BYTES = 3 * 1024 * 1024;

    private final KubernetesApi api;
    private final ServiceConnection webhook;
    private final Optional<ServiceConnection> scanner;
    private final Instant now;

    EnforceRehearsal(
            KubernetesApi api,
            ServiceConnection webhook,
            Optional<ServiceConnection> scanner,
            Instant now) {
        this.api = api;
        this.now = now;
        this.webhook = webhook;
        this.scanner = scanner;
    }

    RehearsalReport of(String namespace) throws CommandFailedException {
        // Policy is asked on behalf of whoever rehearses: the authors are not known any more.
        Caller caller = Caller.of(api);
        List<RehearsedObject> objects = new ArrayList<>();
        Batch batch = new Batch(caller, objects);
        ClusterReader reader = new ClusterReader(api);
        for (ResourceType type : PodMakers.of(api, AdmissionScope.of(reader))) {
            reader.each(type, Selection.inNamespace(namespace), batch::add);
        }
        batch.send();
        return new RehearsalReport(namespace, objects, doors(namespace), ending(namespace));
    }

    private List<EndingExemption> ending(String namespace) throws CommandFailedException {
        List<EndingExemption> ending = new ArrayList<>();
        if (webhook.getJson("/v1/exemptions?namespace=" + namespace) instanceof JsonObject answer) {
            for (JsonObject exemption : answer.objects("exemptions")) {
                EndingExemption.of(exemption, now).ifPresent(ending::add);
            }
        }
        return ending;
    }

    private List<RehearsalReport.Line> doors(String namespace) throws CommandFailedException {
        List<RehearsalReport.Line> lines = new ArrayList<>();
        if (scanner.isEmpty()
                || !(scanner.get().getJson("/v1/incidents?state=open")
                        instanceof JsonObject answer)) {
            return lines;
        }
        for (JsonObject incident : answer.objects("incidents")) {
            JsonObject workload = incident.object("workload");
            if (!workload.string("namespace").orElse("").equals(namespace)) {
                continue;
            }
            for (JsonObject entry : incident.objects("entries")) {
                if (entry.string("reason").orElse("").equals("door-against-policy")) {
                    lines.add(
                            new RehearsalReport.Line(
                                    workload.string("kind").orElse("")
                                            + " "
                                            + workload.string("name").orElse(""),
                                    "a door, used lately",
                                    entry.string("message").orElse("")));
                }
            }
        }
        return lines;
    }

    /** Objects on their way to the webhook. */
    private final class Batch {
        private final Caller caller;
        private final List<RehearsedObject> answered;
        private final List<JsonObject> waiting = new ArrayList<>();
        private int bytes;

        Batch(Caller caller, List<RehearsedObject> answered) {
            this.caller = caller;
            this.answered = answered;
        }

        void add(JsonObject object) throws CommandFailedException {
            JsonObject sent =
                    object.without("status")
                            .with("metadata", object.object("metadata").without("managedFields"));
            int size = JsonWriter.write(sent).length;
            if (bytes + size > MAXIMUM_BYTES || waiting.size() == MAXIMUM_OBJECTS) {
                send();
            }
            waiting.add(sent);
            bytes += size;
        }

        void send() throws CommandFailedException {
            if (waiting.isEmpty()) {
                return;
            }
            JsonObject question =
                    JsonObject.builder()
                            .put("requester", caller.username())
                            .put("groups", caller.groups())
                            .put("objects", new JsonArray(List.<JsonValue>copyOf(waiting)))
                            .build();
            List<JsonObject> answers =
                    answers(webhook.post("/v1/rehearsals", JsonWriter.write(question)));
            if (answers.size() != waiting.size()) {
                throw new CommandFailedException("the webhook answered for other objects");
            }
            for (int i = 0; i < waiting.size(); i++) {
                answered.add(RehearsedObject.of(waiting.get(i), answers.get(i)));
            }
            waiting.clear();
            bytes = 0;
        }

        private static List<JsonObject> answers(byte[] answer) throws CommandFailedException {
            try {
                return JsonReader.readObject(answer, JsonLimits.objectList()).objects("answers");
            } catch (MalformedJsonException e) {
                throw new CommandFailedException(
                        "the webhook's answer cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
