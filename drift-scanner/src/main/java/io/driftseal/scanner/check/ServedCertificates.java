package io.driftseal.scanner.check;

import io.driftseal.kubernetes.admission.WebhookEndpoint;
import io.driftseal.scanner.observe.AdmissionObject;
import io.driftseal.scanner.observe.WorkKey;
import io.driftseal.service.handshake.TrustProbe;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the API server would trust what answers where our webhook configurations point, by
 * shaking hands as it does: a caBundle that does not vouch for what is served makes every call
 * fail. The webhook looks, too, and mends it; this is for when it cannot, or is not what answers.
 * Safe for use by several threads.
 */
public final class ServedCertificates {

    /**
     * Configurations are registered before the webhook has written its CA, and put right within
     * seconds: what lasts longer is not being put right.
     */
    static final Duration GRACE = Duration.ofMinutes(2);

    /** One handshake with an endpoint. */
    @FunctionalInterface
    public interface Handshake {
        TrustProbe.Outcome with(WebhookEndpoint endpoint);
    }

    private final Handshake handshake;
    private final InstantSource clock;
    private final Map<WorkKey, Instant> untrustedSince = new ConcurrentHashMap<>();

    public ServedCertificates(Handshake handshake, InstantSource clock) {
        this.handshake = handshake;
        this.clock = clock;
    }

    /**
     * What to say of a configuration. Nobody who answers is no finding: what is not served is not
     * untrusted, and an absent webhook shows in its metrics.
     *
     * @param object empty if it is gone
     */
    public List<Finding> findings(WorkKey key, Optional<AdmissionObject> object) {
        Optional<TrustProbe.Outcome.Untrusted> untrusted =
                object.stream()
                        .flatMap(found -> found.endpoints().stream())
                        .map(handshake::with)
                        .filter(TrustProbe.Outcome.Untrusted.class::isInstance)
                        .map(TrustProbe.Outcome.Untrusted.class::cast)
                        .findFirst();
        if (untrusted.isEmpty()) {
            untrustedSince.remove(key);
            return List.of();
        }
        Instant now = clock.instant();
        Instant since = untrustedSince.computeIfAbsent(key, unseen -> now);
        if (now.isBefore(since.plus(GRACE))) {
            return List.of();
        }
        return List.of(
                Finding.of(
                        ReasonCode.WEBHOOK_CERTIFICATE_UNTRUSTED,
                        "Its caBundle does not vouch for what answers at its address ("
                                + untrusted.get().reason()
                                + "): every call of the API server fails.",
                        Map.of("configuration", key.identity())));
    }
}
