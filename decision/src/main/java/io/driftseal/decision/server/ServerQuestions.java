package io.driftseal.decision.server;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.decision.rest.BearerToken;
import io.driftseal.decision.rest.OpaClient;
import io.driftseal.decision.rest.RawAnswer;
import io.driftseal.decision.rest.RestAnswer;
import io.driftseal.workload.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The questions as the server takes them, and what its answers are worth. */
final class ServerQuestions implements AutoCloseable {

    private static final String PROVENANCE = "&provenance=true";

    private final PolicyServer server;
    private final BearerToken token;
    private final ServerRoute route;
    private final OpaClient client;

    ServerQuestions(PolicyServer server) {
        this.server = server;
        this.token = new BearerToken(server.token());
        this.route = new ServerRoute(server);
        this.client = new OpaClient(route);
    }

    /**
     * @param revision by which decisions carry the policies; empty where none were named
     * @param useless whether the server, or what stands before it, could not answer at all, or
     *     answered by policies that do not count
     */
    record Reply(EngineAnswer answer, Optional<String> revision, boolean useless) {}

    /** Whether the server will do. */
    sealed interface Examination {}

    record Usable(String revision) implements Examination {}

    /** It may, later: it cannot be reached, or has not loaded the policies that count. */
    record NotNow(String reason) implements Examination {}

    /** Not unless somebody changes it, or our configuration. */
    record Unusable(String reason) implements Examination {}

    Reply ask(EntryPoint entryPoint, CanonicalDocument document, Duration left) {
        RawAnswer raw = raw(entryPoint, document, left);
        RestAnswer.Sourced sourced = RestAnswer.sourced(raw);
        if (!answered(raw)) {
            return new Reply(sourced.answer(), Optional.empty(), lost(raw));
        }
        Optional<String> counted = server.revision().counted(sourced.revision());
        if (counted.isPresent() || isMalformed(sourced.answer())) {
            return new Reply(sourced.answer(), counted, false);
        }
        var other =
                new EngineAnswer.None(
                        Cause.UNEXPECTED_REVISION, server.revision().objection(sourced.revision()));
        return new Reply(other, Optional.empty(), true);
    }

    /** Nobody can say of what is not OPA's answer by which policies it is. */
    private static boolean isMalformed(EngineAnswer answer) {
        return answer instanceof EngineAnswer.None none
                && (none.cause() == Cause.MALFORMED
                        || none.cause() == Cause.EMPTY
                        || none.cause() == Cause.SURPLUS);
    }

    /** Asks every question of an empty input: what is decided of it matters to nobody. */
    Examination examine(Duration deadline) {
        CanonicalDocument nothing = CanonicalDocument.of(JsonObject.EMPTY);
        Examination examined = new NotNow("its rules fail on an empty input, every one of them");
        for (EntryPoint entryPoint : EntryPoint.values()) {
            RawAnswer raw = raw(entryPoint, nothing, deadline);
            // A rule that fails on it: the server is there, and says no more.
            if (raw instanceof RawAnswer.Received received && received.status() == 500) {
                continue;
            }
            examined = examined(entryPoint, raw);
            if (!(examined instanceof Usable)) {
                return examined;
            }
        }
        return examined;
    }

    private Examination examined(EntryPoint entryPoint, RawAnswer raw) {
        RestAnswer.Sourced sourced = RestAnswer.sourced(raw);
        if (answered(raw)) {
            return server.revision()
                    .counted(sourced.revision())
                    .<Examination>map(Usable::new)
                    .orElseGet(() -> new NotNow(server.revision().objection(sourced.revision())));
        }
        String reason =
                entryPoint.wireName()
                        + ": "
                        + (sourced.answer() instanceof EngineAnswer.None none
                                ? none.detail()
                                : "not answered");
        return raw instanceof RawAnswer.Received received && received.status() < 500
                ? new Unusable(reason)
                : new NotNow(reason);
    }

    private RawAnswer raw(EntryPoint entryPoint, CanonicalDocument document, Duration left) {
        try {
            return client.ask(
                    server.prefix() + OpaClient.target(entryPoint) + PROVENANCE,
                    "Host: " + server.url().getRawAuthority() + "\r\n" + token.header(),
                    document,
                    left);
        } catch (IOException e) {
            return new RawAnswer.Failed(Cause.ENGINE_DOWN, "no bearer token can be read");
        }
    }

    private static boolean answered(RawAnswer raw) {
        return raw instanceof RawAnswer.Received received && received.status() == 200;
    }

    /** A rule that fails (500) and a question that is refused (4xx) are answers. */
    private static boolean lost(RawAnswer raw) {
        return switch (raw) {
            case RawAnswer.Failed(Cause cause, String ignored) ->
                    cause == Cause.ENGINE_DOWN || cause == Cause.TIMEOUT;
            case RawAnswer.Received received -> received.status() >= 502;
        };
    }

    @Override
    public void close() {
        client.close();
        route.close();
    }
}
