package io.driftseal.webhook.certificate;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.admission.WebhookEndpoint;
import io.driftseal.service.handshake.CaBundle;
import io.driftseal.service.handshake.TrustProbe;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether callers trust what is served, by shaking hands and not by comparing what we think: once
 * with our own listener, which readiness rests on, and once at the configured address, where any
 * replica may answer. The second is measured and logged only: with a Service that has no ready
 * replica nobody answers there, and readiness that waited for it would never come.
 */
public final class ServedTrust {
    private static final Logger LOG = LoggerFactory.getLogger(ServedTrust.class);

    private final KubernetesApi api;
    private final TrustProbe probe;
    private final InetSocketAddress listener;
    private final AtomicLong untrusted = new AtomicLong();
    private volatile Optional<String> ownFailure =
            Optional.of("no handshake with ourselves was made yet");
    private volatile Configured configured = Configured.UNKNOWN;

    /**
     * @param listener our own, as a client of this machine reaches it
     */
    public ServedTrust(KubernetesApi api, TrustProbe probe, InetSocketAddress listener) {
        this.api = api;
        this.probe = probe;
        this.listener = listener;
    }

    /** One round over where the configurations point. Never throws. */
    public void round() {
        OwnConfigurations seen = OwnConfigurations.read(api);
        if (seen.failure().isPresent()) {
            // What callers trust is not known; the last answer stands.
            return;
        }
        List<WebhookEndpoint> endpoints = seen.endpoints();
        Optional<String> own = Optional.empty();
        Configured worst = endpoints.isEmpty() ? Configured.UNKNOWN : Configured.TRUSTED;
        for (WebhookEndpoint endpoint : endpoints) {
            own = own.or(() -> refusal(endpoint, listener));
            worst = worst.or(atConfigured(endpoint));
        }
        own.filter(reason -> !own(reason))
                .ifPresent(reason ->
                        LOG.atWarn()
                                .addKeyValue("reason", reason)
                                .log("callers do not trust what is served"));
        ownFailure = own;
        configured = worst;
    }

    /** Empty if every caller would trust this replica. */
    public Optional<String> failure() {
        return ownFailure;
    }

    /** The worst of the last round at the configured addresses. */
    public Configured configured() {
        return configured;
    }

    /** Handshakes at a configured address that its caBundle does not vouch for. */
    public long untrusted() {
        return untrusted.get();
    }

    private boolean own(String reason) {
        return ownFailure.equals(Optional.of(reason));
    }

    private Optional<String> refusal(WebhookEndpoint endpoint, InetSocketAddress address) {
        return switch (probe.probe(
                address, endpoint.host(), CaBundle.certificates(endpoint.caBundle()))) {
            case TrustProbe.Outcome.Trusted _ -> Optional.empty();
            case TrustProbe.Outcome.Untrusted(String reason) ->
                    Optional.of("a caller of " + endpoint.host() + " refuses us: " + reason);
            case TrustProbe.Outcome.Unreachable(String reason) ->
                    Optional.of("our own listener does not answer: " + reason);
        };
    }

    private Configured atConfigured(WebhookEndpoint endpoint) {
        var address = new InetSocketAddress(endpoint.host(), endpoint.port());
        return switch (probe.probe(
                address, endpoint.host(), CaBundle.certificates(endpoint.caBundle()))) {
            case TrustProbe.Outcome.Trusted _ -> Configured.TRUSTED;
            case TrustProbe.Outcome.Untrusted(String reason) -> {
                untrusted.incrementAndGet();
                LOG.atWarn()
                        .addKeyValue("address", address)
                        .addKeyValue("reason", reason)
                        .log("the configured address is not trusted by its own caBundle");
                yield Configured.UNTRUSTED;
            }
            case TrustProbe.Outcome.Unreachable _ -> Configured.UNREACHABLE;
        };
    }

    /** What a caller meets at the configured addresses; worse comes later. */
    public enum Configured {
        TRUSTED,
        UNKNOWN,
        UNREACHABLE,
        UNTRUSTED;

        Configured or(Configured other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }
}
