package io.driftseal.webhook;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.service.certificate.PrivateFiles;
import io.driftseal.service.handshake.TrustProbe;
import io.driftseal.service.health.Health;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.webhook.certificate.CaBundleKeeper;
import io.driftseal.webhook.certificate.CertificateFiles;
import io.driftseal.webhook.certificate.Rotation;
import io.driftseal.webhook.certificate.ServedCertificate;
import io.driftseal.webhook.certificate.ServedTrust;
import io.driftseal.webhook.certificate.ServingCertificate;
import io.driftseal.webhook.shared.DocumentFile;
import io.driftseal.webhook.shared.DocumentInObject;
import io.driftseal.webhook.shared.PatientDocument;
import io.driftseal.webhook.shared.SharedDocument;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The certificate that is served, what keeps it valid, and the watch over who trusts it. */
final class ServingParts {
    private static final Duration HANDSHAKE_DEADLINE = Duration.ofSeconds(3);

    /** An API server that is replaced is back within it, and the kubelet's backoff not yet long. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(1);

    private static final Duration START_PAUSE = Duration.ofSeconds(1);

    private final WebhookConfiguration configuration;
    private final ServiceMetrics metrics;
    private final Health health;
    private final Clock clock;

    ServingParts(
            WebhookConfiguration configuration,
            ServiceMetrics metrics,
            Health health,
            Clock clock) {
        this.configuration = configuration;
        this.metrics = metrics;
        this.health = health;
        this.clock = clock;
    }

    ServedCertificate open(KubernetesApi api, SecureRandom random) throws IOException {
        ServedCertificate certificate =
                configuration.certificateFiles().isPresent()
                        ? files(configuration.certificateFiles().get())
                        : own(api, random);
        expiry("serving.certificate", certificate::notAfter);
        health.condition(
                "certificate",
                () ->
                        clock.instant().isBefore(certificate.notAfter())
                                ? Optional.empty()
                                : Optional.of("the serving certificate has expired"));
        return certificate;
    }

    private CertificateFiles files(Path place) throws IOException {
        CertificateFiles files = CertificateFiles.open(place, clock);
        metrics.gauge("serving.certificate.files.usable", () -> files.failure().isEmpty() ? 1 : 0);
        return files;
    }

    private ServingCertificate own(KubernetesApi api, SecureRandom random) throws IOException {
        ServingCertificate certificate =
                ServingCertificate.open(
                        authorities(api),
                        new ServingCertificate.Leaf(
                                configuration.servingNames(), configuration.servingValidity()),
                        new Rotation.Lives(
                                configuration.authorityValidity(),
                                configuration.servingValidity(),
                                configuration.authoritySettling()),
                        clock,
                        random);
        expiry("serving.authority", certificate::authorityNotAfter);
        metrics.gauge("serving.authorities", certificate::authorities);
        metrics.gauge("serving.authority.rotations", certificate::rotations);
        return certificate;
    }

    private SharedDocument authorities(KubernetesApi api) {
        return configuration
                .authoritySecret()
                .map(name ->
                        patient(
                                new DocumentInObject(
                                        api,
                                        ResourceType.SECRETS,
                                        objectKey(name),
                                        "authorities.json"),
                                clock))
                .orElseGet(() -> new DocumentFile(directory().resolve("authorities.json")));
    }

    private Path directory() {
        return configuration.stateDirectory().resolve("certificate");
    }

    /** What keeps the certificate valid and the caBundle right, where that is ours to do. */
    Maintenance.Task upkeep(KubernetesApi api, ServedCertificate certificate) {
        return switch (certificate) {
            case CertificateFiles files -> files::refresh;
            case ServingCertificate own -> keeper(api, own);
        };
    }

    private Maintenance.Task keeper(KubernetesApi api, ServingCertificate own) {
        var keeper = new CaBundleKeeper(api, own);
        health.condition("webhook-configurations", keeper::failure);
        metrics.gauge("ca.bundle.repairs", keeper::repairs);
        boolean shared = configuration.authoritySecret().isPresent();
        return () -> {
            keeper.round();
            if (!shared) {
                publish(own.bundlePem());
            }
        };
    }

    /** For whoever calls us by hand: the bundle beside the authorities, without a key. */
    private void publish(String bundlePem) throws IOException {
        Path file = directory().resolve("serving-ca.pem");
        if (!Files.exists(file) || !Files.readString(file).equals(bundlePem)) {
            PrivateFiles.write(file, bundlePem);
        }
    }

    /** The watch over what is really served. */
    Maintenance.Task watch(KubernetesApi api, int port) {
        String address = configuration.listenAddress();
        String reachable = address.equals("0.0.0.0") ? "127.0.0.1" : address;
        var trust =
                new ServedTrust(
                        api,
                        new TrustProbe(HANDSHAKE_DEADLINE, clock),
                        new InetSocketAddress(reachable, port));
        health.condition("served-certificate", trust::failure);
        metrics.gauge("served.certificate.trusted", () -> trust.failure().isEmpty() ? 1 : 0);
        for (ServedTrust.Configured state : ServedTrust.Configured.values()) {
            metrics.gauge(
                    "configured.address",
                    () -> trust.configured() == state ? 1 : 0,
                    "state",
                    state.name().toLowerCase(Locale.ROOT));
        }
        metrics.gauge("configured.address.untrusted", trust::untrusted);
        return trust::round;
    }

    /** Where every replica sees what any of them signed last. */
    static SharedDocument lastCheckpoint(
            WebhookConfiguration configuration, KubernetesApi api, Clock clock) {
        return configuration
                .checkpointConfigMap()
                .map(name ->
                        patient(
                                new DocumentInObject(
                                        api,
                                        ResourceType.CONFIG_MAPS,
                                        objectKey(name),
                                        "checkpoint"),
                                clock))
                .orElseGet(() ->
                        new DocumentFile(
                                configuration.stateDirectory().resolve("last-checkpoint.json")));
    }

    private static SharedDocument patient(SharedDocument document, Clock clock) {
        return new PatientDocument(document, clock, START_PATIENCE, START_PAUSE);
    }

    /**
     * @param name {@code namespace/name}, as the configuration has checked
     */
    static ObjectKey objectKey(String name) {
        int slash = name.indexOf('/');
        return ObjectKey.namespaced(name.substring(0, slash), name.substring(slash + 1));
    }

    private void expiry(String what, Supplier<Instant> end) {
        metrics.gauge(
                what + ".expiry.seconds",
                () -> Duration.between(clock.instant(), end.get()).toSeconds());
    }
}
