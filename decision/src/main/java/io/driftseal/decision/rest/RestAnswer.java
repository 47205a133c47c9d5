package io.driftseal.decision.rest;

import io.driftseal.decision.Cause;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.decision.evaluation.EngineAnswer.None;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What OPA answered over HTTP to one question. */
public final class RestAnswer {

    private static final String RESULT = "result";
    private static final String PROVENANCE = "provenance";

    /** What a server puts beside the result where it was asked to, or keeps decisions itself. */
    private static final Set<String> OF_SERVERS = Set.of(PROVENANCE, "decision_id");

    private RestAnswer() {}

    /**
     * An answer and the policies that it is by.
     *
     * @param revision as the server names it; empty where it does not, or did not answer
     */
    public record Sourced(EngineAnswer answer, Optional<String> revision) {}

    /** Of a program of our own, which was asked for the result alone. */
    public static EngineAnswer of(RawAnswer raw) {
        return read(raw, Set.of()).answer();
    }

    /** Of a server, which was asked for its provenance too. */
    public static Sourced sourced(RawAnswer raw) {
        return read(raw, OF_SERVERS);
    }

    private static Sourced read(RawAnswer raw, Set<String> allowed) {
        return switch (raw) {
            case RawAnswer.Failed(Cause cause, String detail) -> none(new None(cause, detail));
            case RawAnswer.Received received when received.status() == 200 ->
                    ofBody(received.body(), allowed);
            case RawAnswer.Received received -> none(ofError(received.status(), received.body()));
        };
    }

    private static Sourced none(EngineAnswer answer) {
        return new Sourced(answer, Optional.empty());
    }

    private static EngineAnswer ofError(int status, byte[] body) {
        if (status >= 400 && status < 500) {
            return new None(Cause.CLIENT_ERROR, errorDetail(status, body));
        }
        if (status >= 500) {
            return new None(Cause.SERVER_ERROR, errorDetail(status, body));
        }
        return new None(Cause.MALFORMED, "engine answered status " + status);
    }

    private static Sourced ofBody(byte[] body, Set<String> allowed) {
        if (body.length == 0) {
            return none(new None(Cause.EMPTY, "answer has no body"));
        }
        JsonObject envelope;
        try {
            envelope = JsonReader.readObject(body, EngineAnswer.LIMITS);
        } catch (MalformedJsonException e) {
            return none(new None(Cause.MALFORMED, "answer is not one JSON object"));
        }
        for (String member : envelope.members().keySet()) {
            if (!member.equals(RESULT) && !allowed.contains(member)) {
                return none(new None(Cause.SURPLUS, "answer has members beside the result"));
            }
        }
        return new Sourced(
                EngineAnswer.ofValue(envelope.members().get(RESULT)),
                revision(envelope.object(PROVENANCE, "bundles")));
    }

    /** Of one bundle its revision, of several {@code name=revision;...}; none without one. */
    private static Optional<String> revision(JsonObject bundles) {
        SortedMap<String, String> revisions = new TreeMap<>();
        for (String name : bundles.members().keySet()) {
            revisions.put(name, bundles.string(name, "revision").orElse(""));
        }
        if (revisions.isEmpty() || revisions.containsValue("")) {
            return Optional.empty();
        }
        return Optional.of(
                revisions.size() == 1
                        ? revisions.firstEntry().getValue()
                        : revisions.entrySet().stream()
                                .map(bundle -> bundle.getKey() + "=" + bundle.getValue())
                                .collect(Collectors.joining(";")));
    }

    /** Code and place in the policies only: messages may quote the input. */
    private static String errorDetail(int status, byte[] body) {
        String detail = "engine answered status " + status;
        try {
            JsonObject error = JsonReader.readObject(body, EngineAnswer.LIMITS);
            detail += error.string("code").map(code -> ", " + code).orElse("");
            for (JsonObject first : error.objects("errors").stream().limit(1).toList()) {
                detail += first.string("code").map(code -> ", " + code).orElse("");
                detail += first.string("location", "file").map(file -> " at " + file).orElse("");
                detail += first.number("location", "row").map(row -> ":" + row).orElse("");
            }
            return detail;
        } catch (MalformedJsonException e) {
            return detail;
        }
    }
}
