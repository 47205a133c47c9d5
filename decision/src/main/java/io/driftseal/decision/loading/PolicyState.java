package io.driftseal.decision.loading;

import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.time.Instant;
import java.util.Optional;

/**
 * Which policies decide, and what became of the newest ones.
 *
 * @param source where they come from, for people
 * @param revision of the policies that decide: their SHA-256, or what a server says
 * @param loadedAt since when they do
 * @param kept whether they are the last good ones of the disk, because the source did not give any
 * @param refused newer ones that may not be loaded
 * @param unavailable why nobody can say whether there are newer ones
 */
public record PolicyState(
        String source,
        String revision,
        Instant loadedAt,
        boolean kept,
        Optional<Problem> refused,
        Optional<Problem> unavailable) {

    /**
     * @param reason with file and line, where there is one
     * @param since when it was first seen
     */
    public record Problem(String reason, Instant since) {

        JsonObject document() {
            return JsonObject.builder()
                    .put("reason", reason)
                    .put("since", since.toString())
                    .build();
        }
    }

    PolicyState refusing(String reason, Instant now) {
        return new PolicyState(
                source, revision, loadedAt, kept, same(refused, reason, now), Optional.empty());
    }

    PolicyState notHearing(String reason, Instant now) {
        return new PolicyState(
                source, revision, loadedAt, kept, refused, same(unavailable, reason, now));
    }

    PolicyState hearing() {
        return new PolicyState(source, revision, loadedAt, kept, refused, Optional.empty());
    }

    PolicyState decidingBy(String engineRevision) {
        return new PolicyState(source, engineRevision, loadedAt, kept, refused, unavailable);
    }

    /** What decides is what the source has. */
    PolicyState current() {
        return new PolicyState(
                source, revision, loadedAt, false, Optional.empty(), Optional.empty());
    }

    private static Optional<Problem> same(Optional<Problem> known, String reason, Instant now) {
        return known.filter(problem -> problem.reason().equals(reason))
                .or(() -> Optional.of(new Problem(reason, now)));
    }

    /**
     * {@code {"source","revision","loadedAt","lastGoodOfDisk","refused":{"reason","since"},
     * "unavailable":{"reason","since"}}}, the last two null where nothing is wrong.
     */
    public JsonObject document() {
        return JsonObject.builder()
                .put("source", source)
                .put("revision", revision)
                .put("loadedAt", loadedAt.toString())
                .put("lastGoodOfDisk", kept)
                .put("refused", document(refused))
                .put("unavailable", document(unavailable))
                .build();
    }

    private static JsonValue document(Optional<Problem> problem) {
        return problem.<JsonValue>map(Problem::document).orElse(JsonNull.INSTANCE);
    }
}
