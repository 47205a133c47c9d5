package io.driftseal.scanner;

import io.driftseal.decision.kept.InputStoreSettings;
import io.driftseal.decision.loading.EngineKind;
import io.driftseal.decision.server.PolicyServer;
import io.driftseal.decision.server.ServerRevision;
import io.driftseal.decision.source.server.BundleServerSettings;
import io.driftseal.policysource.PolicyOrigin;
import io.driftseal.policysource.ServerAccess;
import io.driftseal.service.configuration.Default;
import io.driftseal.service.configuration.Secret;
import io.driftseal.service.mutualtls.MutualTlsException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be set, read once. The table with every key and default is in this module's
 * README, and a test holds it to this record.
 *
 * @param kubeconfig empty takes the account that the kubelet mounted for the pod
 * @param compiledPolicies directory of policies that were compiled when the image was made; empty
 *     compiles all of them
 * @param policyEvents namespace in which Events tell of new policies; empty writes none
 */
public record ScannerConfiguration(
        Optional<Path> kubeconfig,
        Path mutualTlsDirectory,
        Path stampVerificationKeys,
        Path checkpointVerificationKeys,
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
        Path stateFile,
        Optional<Path> opa,
        Optional<Path> declarations,
        Optional<URI> webhookUrl,
        Optional<URI> responderUrl,
        Optional<Secret> slackWebhookUrl,
        Optional<Secret> pagerDutyRoutingKey,
        @Default("https://events.pagerduty.com") URI pagerDutyUrl,
        @Default("0.0.0.0") String intakeAddress,
        @Default("8445") int intakePort,
        @Default("0.0.0.0") String managementAddress,
        @Default("8081") int managementPort,
        @Default("kube-system,driftseal-system") List<String> exemptNamespaces,
        Optional<Path> customRoots,
        @Default("5m") Duration reverificationPeriod,
        @Default("30s") Duration ownerGrace,
        @Default("30s") Duration amendmentGrace,
        @Default("5m") Duration recordGrace,
        @Default("1h") Duration incidentWindow,
        @Default("60s") Duration checkpointPeriod,
        @Default("1000") int checkpointEntries,
        @Default("67108864") long keptInputBytes,
        @Default("30d") Duration keptInputAge,
        @Default("2") int workers,
        @Default("50000") int queueCapacity,
        @Default("false") boolean responseDryRun,
        @Default("false") boolean approveAdmissionConfiguration,
        @Default("20s") Duration stopDeadline) {

    public ScannerConfiguration {
        exemptNamespaces = List.copyOf(exemptNamespaces);
        between("workers", workers, 1, 64);
        between("queueCapacity", queueCapacity, 1, 1_000_000);
        between("checkpointEntries", checkpointEntries, 1, 1_000_000);
        between("intakePort", intakePort, 0, 65_535);
        between("managementPort", managementPort, 0, 65_535);
        EngineKind.of(policyEngine).requireServer(policyServerUrl);
        ServerRevision.of(policyServerRevision, policyServerName);
        positive("policyPeriod", policyPeriod);
        // Refuses what cannot be asked.
        policyBundleUrl.ifPresent(url ->
                new BundleServerSettings(
                        url,
                        policyBundlePeriod,
                        policyBundleDeadline,
                        policyBundleAuthorities,
                        policyBundleToken,
                        policyBundleKeys));
        positive("reverificationPeriod", reverificationPeriod);
        positive("ownerGrace", ownerGrace);
        positive("amendmentGrace", amendmentGrace);
        positive("recordGrace", recordGrace);
        positive("incidentWindow", incidentWindow);
        positive("checkpointPeriod", checkpointPeriod);
        positive("stopDeadline", stopDeadline);
        // Refuses bounds in which no input has room.
        InputStoreSettings.of(keptInputBytes, keptInputAge);
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

    private static void between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    key + " must be " + least + " to " + most + ", not " + value);
        }
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(key + " must be positive, not " + value);
        }
    }
}
