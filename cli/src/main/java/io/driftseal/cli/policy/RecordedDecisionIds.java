package io.driftseal.cli.policy;

import io.driftseal.decision.EntryPoint;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Decisions of an evidence export for which policy was asked. The chain is not verified here. */
public final class RecordedDecisionIds {

    private static final JsonLimits LIMITS = new JsonLimits(4 * 1024 * 1024, 140, 400_000);

    private RecordedDecisionIds() {}

    /**
     * Ids of the decisions that have an input's digest.
     *
     * @param filter as the rehearsal has it
     */
    public static Set<String> asked(Path export, PolicyRehearsal.Filter filter) throws IOException {
        Set<String> ids = new HashSet<>();
        try (BufferedReader lines = Files.newBufferedReader(export)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject entry = read(line).object("entry");
                if (entry.string("type").orElse("").equals("decision")) {
                    JsonObject body = read(entry.string("body").orElse("{}"));
                    if (!body.string("inputDigest").orElse("").isEmpty() && fits(body, filter)) {
                        body.string("decisionId").ifPresent(ids::add);
                    }
                }
            }
        }
        return ids;
    }

    private static boolean fits(JsonObject body, PolicyRehearsal.Filter filter) throws IOException {
        String namespace = body.string("workload", "namespace").orElse("");
        String point = body.string("point").orElse("");
        EntryPoint question =
                switch (point) {
                    case "ACCESS" -> EntryPoint.ACCESS;
                    case "GRANT" -> EntryPoint.GRANT;
                    default -> EntryPoint.ADMISSION;
                };
        return !time(body).isBefore(filter.since())
                && filter.namespace().filter(name -> !name.equals(namespace)).isEmpty()
                && filter.question().filter(one -> one != question).isEmpty();
    }

    private static Instant time(JsonObject body) throws IOException {
        try {
            return Instant.parse(body.string("time").orElse(""));
        } catch (DateTimeException e) {
            throw new IOException("a decision has no time", e);
        }
    }

    private static JsonObject read(String text) throws IOException {
        try {
            return JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8), LIMITS);
        } catch (MalformedJsonException e) {
            throw new IOException("a line is not JSON", e);
        }
    }
}
