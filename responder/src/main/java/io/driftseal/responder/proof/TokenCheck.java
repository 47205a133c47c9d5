package io.driftseal.responder.proof;

import io.driftseal.evidence.spool.Pause;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ProbeAnswer;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.TokenProbe;
import io.driftseal.workload.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What a handed token can still do, as the API server answers it. Makes nothing: dry runs only. */
public final class TokenCheck {

    /** What the API server said. */
    public enum Answer {
        /** The write would have been accepted. */
        WRITES,
        /** Our policy refused, by name. */
        DENIED_BY_POLICY,
        /** Refused by RBAC or somebody else's admission: says nothing about our deny. */
        REFUSED_OTHERWISE,
        /** The token authenticates (asked without a write). */
        ALIVE,
        /** 401: the token is dead. */
        DEAD,
        /** No answer, or one that says nothing. */
        UNKNOWN
    }

    /**
     * One answer with its proof.
     *
     * @param auditId the request in the API server's audit log
     */
    public record Seen(Answer answer, Optional<String> auditId) {}

    /** Waiting for an effect: how long at most, and between two looks. */
    public record Patience(Clock clock, Pause pause, Duration interval) {}

    private static final String POLICY = "ValidatingAdmissionPolicy 'driftseal-denied-tokens'";

    private final TokenProbe probe;
    private final Patience patience;

    public TokenCheck(TokenProbe probe, Patience patience) {
        this.probe = probe;
        this.patience = patience;
    }

    /** Tries a write in a namespace as a dry run. */
    public Seen write(String token, String namespace) {
        JsonObject metadata =
                JsonObject.builder()
                        .put("generateName", "driftseal-proof-")
                        .put("namespace", namespace)
                        .build();
        JsonObject configMap =
                JsonObject.builder()
                        .put("apiVersion", "v1")
                        .put("kind", "ConfigMap")
                        .put("metadata", metadata)
                        .build();
        try {
            ProbeAnswer answer = probe.createDryRun(token, ResourceType.CONFIG_MAPS, configMap);
            return new Seen(writeAnswer(answer), answer.auditId());
        } catch (KubernetesApiException.Unreachable e) {
            return new Seen(Answer.UNKNOWN, Optional.empty());
        }
    }

    /** Asks who the token is. */
    public Seen identity(String token) {
        try {
            ProbeAnswer answer = probe.selfSubjectReview(token);
            return new Seen(
                    switch (answer.code()) {
                        case 201 -> Answer.ALIVE;
                        case 401 -> Answer.DEAD;
                        default -> Answer.UNKNOWN;
                    },
                    answer.auditId());
        } catch (KubernetesApiException.Unreachable e) {
            return new Seen(Answer.UNKNOWN, Optional.empty());
        }
    }

    /** Looks again until the wanted answer comes or the time is over, and returns the last look. */
    public Seen until(Predicate<Answer> wanted, Duration limit, Supplier<Seen> look)
            throws InterruptedException {
        Instant end = patience.clock().instant().plus(limit);
        Seen seen = look.get();
        while (!wanted.test(seen.answer()) && patience.clock().instant().isBefore(end)) {
            patience.pause().of(patience.interval());
            seen = look.get();
        }
        return seen;
    }

    private static Answer writeAnswer(ProbeAnswer answer) {
        if (answer.accepted()) {
            return Answer.WRITES;
        }
        return switch (answer.code()) {
            case 401 -> Answer.DEAD;
            case 403 ->
                    answer.message().contains(POLICY)
                            ? Answer.DENIED_BY_POLICY
                            : Answer.REFUSED_OTHERWISE;
            case 400, 404, 422 -> Answer.REFUSED_OTHERWISE;
            default -> Answer.UNKNOWN;
        };
    }
}
