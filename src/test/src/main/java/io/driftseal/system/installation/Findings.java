package io.driftseal.system.installation;

import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.service.mutualtls.PeerAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the scanner says, read over its own API as the {@code driftseal} command does. */
public final class Findings implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MAXIMUM_ANSWER_BYTES = 64 * 1024 * 1024;

    private final MutualTlsClient client;

    Findings(Path tlsDirectory, URI scanner) {
        try {
            this.client =
                    new MutualTlsClient(
                            MutualTls.load(tlsDirectory, "cli"),
                            scanner,
                            ServiceProgram.DRIFT_SCANNER.serviceName(),
                            Duration.ofSeconds(10),
                            MAXIMUM_ANSWER_BYTES);
        } catch (MutualTlsException e) {
            throw new InstallationException("cannot read the identity of the command", e);
        }
    }

    /** The entry of an incident about a workload that gives this reason, waiting for it. */
    public JsonNode await(String namespace, String name, String reason) {
        return await(namespace, name, reason, "");
    }

    /** The same, of those that hold this text: there may be older ones about it. */
    public JsonNode await(String namespace, String name, String reason, String text) {
        return Eventually.get(
                "the scanner to find " + reason + " in " + namespace + "/" + name,
                LIMIT,
                () ->
                        incidentsOf(namespace, name).stream()
                                .flatMap(incident -> entries(incident).stream())
                                .filter(entry -> entry.toString().contains('"' + reason + '"'))
                                .filter(entry -> entry.toString().contains(text))
                                .findFirst());
    }

    /** The id of an open incident about a workload, waiting for it. */
    public String awaitIncident(String namespace, String name) {
        return Eventually.get(
                        "an open incident about " + namespace + "/" + name,
                        LIMIT,
                        () ->
                                incidentsOf(namespace, name).stream()
                                        .filter(Findings::isOpen)
                                        .findFirst())
                .path("incidentId")
                .asString();
    }

    /** Waits until every incident about a workload is resolved, and there is one. */
    public void awaitResolved(String namespace, String name) {
        Eventually.holds(
                "the incident of " + namespace + "/" + name + " to resolve itself",
                LIMIT,
                () -> {
                    List<JsonNode> incidents = incidentsOf(namespace, name);
                    return !incidents.isEmpty() && incidents.stream().noneMatch(Findings::isOpen);
                });
    }

    /** The outcome that the responder reported for one action on a workload, waiting for it. */
    public JsonNode awaitOutcome(String namespace, String name, String action) {
        return Eventually.get(
                "the outcome of " + action + " on " + namespace + "/" + name,
                LIMIT,
                () ->
                        incidentsOf(namespace, name).stream()
                                .flatMap(incident -> children(incident, "responses").stream())
                                .filter(outcome -> outcome.path("action").asString().equals(action))
                                .findFirst());
    }

    /** The verdict of a workload once it says this. */
    public JsonNode awaitVerdict(String namespace, String name, String conclusion) {
        return Eventually.get(
                "the verdict of " + namespace + "/" + name + " to be " + conclusion,
                LIMIT,
                () ->
                        children(
                                        JSON.readTree(get("/v1/verdicts?namespace=" + namespace)),
                                        "verdicts")
                                .stream()
                                .filter(about(namespace, name))
                                .filter(v -> v.path("verdict").asString().equals(conclusion))
                                .findFirst());
    }

    /** The whole evidence chain as lines of JSON. */
    public String evidence() {
        return get("/v1/evidence");
    }

    /** All incidents, newest first. */
    public List<JsonNode> incidents() {
        return children(JSON.readTree(get("/v1/incidents")), "incidents");
    }

    private List<JsonNode> incidentsOf(String namespace, String name) {
        return incidents().stream().filter(about(namespace, name)).toList();
    }

    private static Predicate<JsonNode> about(String namespace, String name) {
        return node ->
                node.path("workload").path("namespace").asString().equals(namespace)
                        && node.path("workload").path("name").asString().equals(name);
    }

    private static boolean isOpen(JsonNode incident) {
        return incident.path("state").toString().contains("open");
    }

    private static List<JsonNode> entries(JsonNode incident) {
        return children(incident, "entries");
    }

    private static List<JsonNode> children(JsonNode parent, String field) {
        List<JsonNode> all = new ArrayList<>();
        parent.path(field).forEach(all::add);
        return all;
    }

    private String get(String path) {
        try {
            return switch (client.get(path)) {
                case PeerAnswer.Answered(int status, byte[] body) when status == 200 ->
                        new String(body, StandardCharsets.UTF_8);
                case PeerAnswer.Answered(int status, byte[] body) ->
                        throw new InstallationException(
                                "the scanner answered "
                                        + status
                                        + " to "
                                        + path
                                        + ": "
                                        + new String(body, StandardCharsets.UTF_8));
                case PeerAnswer.Unreachable(String reason) ->
                        throw new InstallationException("the scanner is unreachable: " + reason);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallationException("interrupted while asking the scanner", e);
        }
    }

    /** The first incident that this holds for, without waiting. */
    public Optional<JsonNode> find(Predicate<JsonNode> condition) {
        return incidents().stream().filter(condition).findFirst();
    }

    @Override
    public void close() {
        client.close();
    }
}
