package io.driftseal.responder.plan;

import io.driftseal.evidence.EvidenceRecord;
import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordType;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.responder.action.Budget;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.NoSuchElementException;

/** One line of the journal. */
sealed interface JournalEntry {

    JsonLimits LIMITS = JsonLimits.kubernetesObject();

    record Accepted(ResponsePlan plan) implements JournalEntry {}

    record Started(String planId, int step) implements JournalEntry {}

    record Finished(String planId, int step) implements JournalEntry {}

    record UndoRequested(String planId) implements JournalEntry {}

    record Undone(String planId) implements JournalEntry {}

    record Spent(Budget.Spending spending) implements JournalEntry {}

    /** One line with its end. */
    default byte[] line() {
        JsonObject object =
                switch (this) {
                    case Accepted accepted -> JsonObject.of("accepted", tree(accepted.plan()));
                    case Started started -> step("started", started.planId(), started.step());
                    case Finished finished -> step("finished", finished.planId(), finished.step());
                    case UndoRequested undo -> step("undoRequested", undo.planId(), 0);
                    case Undone undone -> step("undone", undone.planId(), 0);
                    case Spent spent -> spent(spent.spending());
                };
        return (JsonWriter.writeString(object) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @throws IllegalArgumentException when the line is not one that {@link #line()} makes
     */
    static JournalEntry of(byte[] line) {
        try {
            JsonObject object = JsonReader.readObject(line, LIMITS);
            String name = String.join(",", object.members().keySet());
            JsonObject body = object.object(name);
            String planId = body.string("planId").orElse("");
            int step =
                    body.number("step")
                            .map(number -> number.literal())
                            .map(Integer::parseInt)
                            .orElse(0);
            return switch (name) {
                case "accepted" -> new Accepted(plan(body));
                case "started" -> new Started(planId, step);
                case "finished" -> new Finished(planId, step);
                case "undoRequested" -> new UndoRequested(planId);
                case "undone" -> new Undone(planId);
                case "spent" -> new Spent(spending(body));
                default -> throw new IllegalArgumentException("an entry of an unknown sort");
            };
        } catch (MalformedJsonException | MalformedRecordException e) {
            throw new IllegalArgumentException("an entry that cannot be read", e);
        }
    }

    private static ResponsePlan plan(JsonObject body) throws MalformedRecordException {
        EvidenceRecord record =
                RecordCodec.readBody(RecordType.RESPONSE_PLAN, JsonWriter.write(body));
        return (ResponsePlan) record;
    }

    private static JsonObject tree(ResponsePlan plan) {
        try {
            return JsonReader.readObject(RecordCodec.writeBody(plan), LIMITS);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a plan that we wrote cannot be read", e);
        }
    }

    private static JsonObject spent(Budget.Spending spending) {
        return JsonObject.of(
                "spent",
                JsonObject.builder()
                        .put("step", spending.step())
                        .put("namespace", spending.namespace())
                        .put("time", spending.time().toString())
                        .build());
    }

    private static Budget.Spending spending(JsonObject body) {
        try {
            return new Budget.Spending(
                    body.string("step").orElseThrow(),
                    body.string("namespace").orElseThrow(),
                    Instant.parse(body.string("time").orElseThrow()));
        } catch (NoSuchElementException | DateTimeParseException e) {
            throw new IllegalArgumentException("an entry that cannot be read", e);
        }
    }

    private static JsonObject step(String name, String planId, int step) {
        return JsonObject.of(
                name, JsonObject.builder().put("planId", planId).put("step", step).build());
    }
}
