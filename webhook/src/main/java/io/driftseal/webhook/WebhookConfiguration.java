package io.driftseal.webhook;

import io.driftseal.decision.Mode;
import io.driftseal.decision.kept.InputStoreSettings;
import io.driftseal.decision.loading.EngineKind;
import io.driftseal.decision.server.PolicyServer;
import io.driftseal.decision.server.ServerRevision;
import io.driftseal.decision.source.server.BundleServerSettings;
import io.driftseal.policysource.PolicyOrigin;
import io.driftseal.policysource.ServerAccess;
import io.driftseal.service.configuration.Default;
import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.webhook.certificate.Rotation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set of the webhook; the README's table explains each key.
 *
 * @param compiledPolicies directory of policies that were compiled when the image was made; empty
 *     compiles all of them
 * @param policyConfigMaps namespace of ConfigMaps with more policies; empty for none
 * @param policyBundleUrl of an OPA bundle with more policies; empty for none
 * @param policyEvents namespace in which Events tell of new policies; empty writes none
 * @param opa empty looks for the program by {@code DRIFTSEAL_OPA}, PATH and the tools cache
 * @param customRoots JSON file of custom kinds that are stamped; empty for none
 * @param approvers list of approvers; empty lists nobody
 * @param declarations empty declares neither injectors nor further admission plug-ins
 * @param scannerUrl base URL; empty keeps decisions in the spool
 * @param kubeconfig empty takes the account that the kubelet mounted for the pod
 * @param authoritySecret {@code namespace/name} of a Secret by which replicas share the serving
 *     authorities; empty keeps them in the state directory
 * @param certificateFiles directory with {@code tls.crt} and {@code tls.key} that somebody else
 *     renews; then neither an authority nor the caBundle is ours
 * @param checkpointConfigMap {@code namespace/name} of a ConfigMap by which replicas share the last
 *     checkpoint; empty keeps it in the state directory
 */
public record WebhookConfiguration(
        @Default("0.0.0.0") String listenAddress,
        @Default("8443") int listenPort,
        @Default("0.0.0.0") String internalAddress,
        @Default("8444") int internalPort,
        @Default("127.0.0.1") String managementAddress,
        @Default("9443") int managementPort,
        Optional<Path> kubeconfig,
        Path keyDirectory,
        Path stateDirectory,
        Path policyDirectory,
        Optional<Path> compiledPolicies,
        @Default("embedded") String policyEngine,
        Optional<URI> policyServerUrl,
        Optional<Path> policyServerCa,
        Optional<Path> policyServerCertificate,
        Optional<Path> policyServerToken,
        Optional<String> policyServerRevision,
        Optional<String> policyServerName,
        @Default("5s") Duration policyPeriod,
        Optional<String> policyConfigMaps,
        Optional<URI> policyBundleUrl,
        @Default("30s") Duration policyBundlePeriod,
        @Default("10s") Duration policyBundleDeadline,
        Optional<Path> policyBundleAuthorities,
        Optional<Path> policyBundleToken,
        Optional<Path> policyBundleKeys,
        Optional<String> policyEvents,
        Optional<Path> opa,
        Optional<Path> approvers,
        Optional<Path> declarations,
        Optional<URI> scannerUrl,
        @Default("driftseal-webhook.driftseal-system.svc,localhost,127.0.0.1")
                List<String> servingNames,
        @Default("30d") Duration servingValidity,
        @Default("365d") Duration authorityValidity,
        @Default("10m") Duration authoritySettling,
        Optional<String> authoritySecret,
        Optional<Path> certificateFiles,
        Optional<String> checkpointConfigMap,
        @Default("driftseal-system,kube-system") List<String> exemptNamespaces,
        @Default("observe") String nodeMode,
        @Default("driftseal-system") String nodeGrantNamespace,
        @Default(
                        "system:serviceaccount:kube-system:deployment-controller,system:kube-controller-manager")
                List<String> deploymentControllers,
        @Default(
                        "system:serviceaccount:kube-system:replicaset-controller,system:kube-controller-manager")
                List<String> replicaSetControllers,
        @Default(
                        "system:serviceaccount:kube-system:statefulset-controller,system:kube-controller-manager")
                List<String> statefulSetControllers,
        @Default(
                        "system:serviceaccount:kube-system:daemon-set-controller,system:kube-controller-manager")
                List<String> daemonSetControllers,
        @Default(
                        "system:serviceaccount:kube-system:replication-controller,system:kube-controller-manager")
                List<String> replicationControllerControllers,
        @Default("system:serviceaccount:kube-system:job-controller,system:kube-controller-manager")
                List<String> jobControllers,
        @Default(
                        "system:serviceaccount:kube-system:cronjob-controller,system:kube-controller-manager")
                List<String> cronJobControllers,
        Optional<Path> customRoots,
        @Default("365d") Duration parentLifetime,
        @Default("64") int maximumConcurrentReviews,
        @Default("12") int maximumReviewsPerNamespace,
        @Default("64") int maximumWaitingPerNamespace,
        @Default("67108864") long maximumBufferedBytes,
        @Default("4s") Duration reviewDeadline,
        @Default("268435456") long spoolBytes,
        @Default("268435456") long keptInputBytes,
        @Default("30d") Duration keptInputAge,
        @Default("5s") Duration deliveryDeadline,
        @Default("5s") Duration caBundlePeriod,
        @Default("2s") Duration unreadyPause) {
    public WebhookConfiguration {
        servingNames = List.copyOf(servingNames);
        exemptNamespaces = List.copyOf(exemptNamespaces);
        deploymentControllers = List.copyOf(deploymentControllers);
        replicaSetControllers = List.copyOf(replicaSetControllers);
        statefulSetControllers = List.copyOf(statefulSetControllers);
        daemonSetControllers = List.copyOf(daemonSetControllers);
        replicationControllerControllers = List.copyOf(replicationControllerControllers);
        jobControllers = List.copyOf(jobControllers);
        cronJobControllers = List.copyOf(cronJobControllers);
        requirePort(listenPort, "listenPort");
        requirePort(internalPort, "internalPort");
        requirePort(managementPort, "managementPort");
        EngineKind.of(policyEngine).requireServer(policyServerUrl);
        ServerRevision.of(policyServerRevision, policyServerName);
        requirePositive(policyPeriod, "policyPeriod");
        // Refuses what cannot be asked.
        policyBundleUrl.ifPresent(url ->
                new BundleServerSettings(
                        url,
                        policyBundlePeriod,
                        policyBundleDeadline,
                        policyBundleAuthorities,
                        policyBundleToken,
                        policyBundleKeys));
        requirePositive(reviewDeadline, "reviewDeadline");
        requirePositive(parentLifetime, "parentLifetime");
        requirePositive(servingValidity, "servingValidity");
        requirePositive(deliveryDeadline, "deliveryDeadline");
        // Refuses bounds in which no input has room.
        InputStoreSettings.of(keptInputBytes, keptInputAge);
        requirePositive(caBundlePeriod, "caBundlePeriod");
        authoritySecret.ifPresent(name -> requireObjectName(name, "authoritySecret"));
        checkpointConfigMap.ifPresent(name -> requireObjectName(name, "checkpointConfigMap"));
        if (authoritySecret.isPresent() && certificateFiles.isPresent()) {
            throw new IllegalArgumentException(
                    "authoritySecret and certificateFiles exclude each other");
        }
        // Refuses lives that leave no time for an overlap.
        new Rotation.Lives(authorityValidity, servingValidity, authoritySettling);
        if (maximumConcurrentReviews < 1 || maximumConcurrentReviews > 4096) {
            throw new IllegalArgumentException("maximumConcurrentReviews must be 1 to 4096");
        }
        if (maximumReviewsPerNamespace < 1) {
            throw new IllegalArgumentException("maximumReviewsPerNamespace must be positive");
        }
        if (maximumWaitingPerNamespace < 0 || maximumWaitingPerNamespace > 4096) {
            throw new IllegalArgumentException("maximumWaitingPerNamespace must be 0 to 4096");
        }
        String wanted = nodeMode;
        if (Arrays.stream(Mode.values()).noneMatch(mode -> mode.wireName().equals(wanted))) {
            throw new IllegalArgumentException("nodeMode must be observe, warn or enforce");
        }
        if (servingNames.isEmpty()) {
            throw new IllegalArgumentException("servingNames must name at least one name");
        }
    }

    PolicyOrigin policies() {
        return new PolicyOrigin(
                policyDirectory,
                policyConfigMaps,
                policyBundleUrl.map(url ->
                        new BundleServerSettings(
                                url,
                                policyBundlePeriod,
                                policyBundleDeadline,
                                policyBundleAuthorities,
                                policyBundleToken,
                                policyBundleKeys)));
    }

    EngineKind engine() {
        return EngineKind.of(policyEngine);
    }

    /** The server that is asked; empty where none is. */
    Optional<PolicyServer> policyServer() throws MutualTlsException {
        return new ServerAccess(
                        policyServerUrl,
                        policyServerCa,
                        policyServerCertificate,
                        policyServerToken,
                        ServerRevision.of(policyServerRevision, policyServerName))
                .server();
    }

    Optional<InputStoreSettings> keptInputs() {
        return InputStoreSettings.of(keptInputBytes, keptInputAge);
    }

    Mode nodes() {
        return Mode.of(Map.of(Mode.LABEL, nodeMode));
    }

    private static void requireObjectName(String name, String key) {
        if (!name.matches("[a-z0-9-]{1,63}/[a-z0-9.-]{1,253}")) {
            throw new IllegalArgumentException(key + " must be namespace/name");
        }
    }

    private static void requirePort(int port, String key) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(key + " must be 0 to 65535");
        }
    }

    private static void requirePositive(Duration duration, String key) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(key + " must be positive");
        }
    }
}
