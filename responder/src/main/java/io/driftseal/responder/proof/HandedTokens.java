package io.driftseal.responder.proof;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ProbeAnswer;
import io.driftseal.kubernetes.TokenProbe;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens that an operator handed over so that a response can be proved. In memory only, bounded in
 * number and age, keyed by the pod they are bound to, never logged. We neither mint tokens nor read
 * one out of a pod. Which pod a token is bound to is what the API server says about it, not what
 * the token says about itself.
 */
public final class HandedTokens {

    /** What became of a token that was handed over. */
    public sealed interface Handover {

        record Kept(String podUid) implements Handover {}

        /** The API server does not, or no longer, know it, or it is bound to no pod. */
        record Refused(String why) implements Handover {}

        /** As many as are kept are here and none is old. */
        record Full() implements Handover {}

        record ApiUnreachable() implements Handover {}
    }

    /**
     * Bounds.
     *
     * @param maximum tokens kept at a time
     * @param life how long one is kept
     */
    public record Limits(int maximum, Duration life) {}

    private static final String POD_UID = "authentication.kubernetes.io/pod-uid";
    private static final int CREATED = 201;

    private record Kept(String token, Instant until) {}

    private final TokenProbe probe;
    private final Limits limits;
    private final Clock clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    public HandedTokens(TokenProbe probe, Limits limits, Clock clock) {
        this.probe = probe;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Asks the API server whose the token is and keeps it. A newer token of a pod replaces the
     * older.
     */
    public Handover hand(String token) {
        ProbeAnswer answer;
        try {
            answer = probe.selfSubjectReview(token);
        } catch (KubernetesApiException.Unreachable e) {
            return new Handover.ApiUnreachable();
        } catch (IllegalArgumentException e) {
            return new Handover.Refused("this is not one bearer token and nothing else");
        }
        if (answer.code() != CREATED) {
            return new Handover.Refused(
                    "the API server answers " + answer.code() + " to this token");
        }
        Optional<String> podUid = podUid(answer.body());
        return podUid.isEmpty()
                ? new Handover.Refused("this token is bound to no pod")
                : keep(podUid.get(), token);
    }

    /** The token of a pod, if one was handed over and is not too old. */
    public synchronized Optional<String> of(String podUid) {
        dropOld();
        return Optional.ofNullable(kept.get(podUid)).map(Kept::token);
    }

    /** Forgets the token of a pod that is gone. */
    public synchronized void forget(String podUid) {
        kept.remove(podUid);
    }

    public synchronized int size() {
        dropOld();
        return kept.size();
    }

    private synchronized Handover keep(String podUid, String token) {
        dropOld();
        if (kept.size() >= limits.maximum() && !kept.containsKey(podUid)) {
            return new Handover.Full();
        }
        kept.put(podUid, new Kept(token, clock.instant().plus(limits.life())));
        return new Handover.Kept(podUid);
    }

    private void dropOld() {
        Instant now = clock.instant();
        kept.values().removeIf(one -> one.until().isBefore(now));
    }

    private static Optional<String> podUid(JsonObject review) {
        return review.array("status", "userInfo", "extra", POD_UID).stream()
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value())
                .findFirst();
    }
}
