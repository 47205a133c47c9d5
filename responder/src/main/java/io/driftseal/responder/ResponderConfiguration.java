package io.driftseal.responder;

import io.driftseal.service.configuration.Default;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be set, read once. The README has the table of keys, defaults and meanings.
 *
 * @param kubeconfig empty takes the account that the kubelet mounted for the pod
 */
public record ResponderConfiguration(
        Optional<Path> kubeconfig,
        Path mutualTlsDirectory,
        Path stateDirectory,
        URI scannerUrl,
        @Default("0.0.0.0") String listenAddress,
        @Default("8446") int listenPort,
        @Default("0.0.0.0") String managementAddress,
        @Default("8082") int managementPort,
        @Default("driftseal-system") String ownNamespace,
        @Default("kube-system,driftseal-system") List<String> exemptNamespaces,
        @Default("false") boolean dryRun,
        @Default("true") boolean endExceptions,
        @Default("15m") Duration planMaximumAge,
        @Default("4") int concurrency,
        @Default("10") int budgetPerNamespace,
        @Default("10m") Duration budgetPeriod,
        @Default("1000") int maximumPlans,
        @Default("2000") int maximumDeniedPods,
        @Default("1h") Duration deniedPodRetention,
        @Default("1000") int maximumHandedTokens,
        @Default("1h") Duration handedTokenLife,
        @Default("10s") Duration denyProofLimit,
        @Default("25s") Duration deathProofLimit,
        @Default("67108864") long spoolMaximumBytes,
        @Default("20s") Duration stopDeadline) {

    private static final int MANY = 100_000;

    public ResponderConfiguration {
        exemptNamespaces = List.copyOf(exemptNamespaces);
        between("listenPort", listenPort, 0, 65_535);
        between("managementPort", managementPort, 0, 65_535);
        between("concurrency", concurrency, 1, 64);
        between("budgetPerNamespace", budgetPerNamespace, 1, MANY);
        between("maximumPlans", maximumPlans, 1, MANY);
        // The parameter object must stay below the 1 MiB that the store takes.
        between("maximumDeniedPods", maximumDeniedPods, 1, 8_000);
        between("maximumHandedTokens", maximumHandedTokens, 1, MANY);
        positive("planMaximumAge", planMaximumAge);
        positive("budgetPeriod", budgetPeriod);
        positive("deniedPodRetention", deniedPodRetention);
        positive("handedTokenLife", handedTokenLife);
        positive("denyProofLimit", denyProofLimit);
        positive("deathProofLimit", deathProofLimit);
        positive("stopDeadline", stopDeadline);
        if (spoolMaximumBytes < 1024 * 1024) {
            throw new IllegalArgumentException("spoolMaximumBytes must be at least 1048576");
        }
        if (!exemptNamespaces.contains(ownNamespace)) {
            throw new IllegalArgumentException(
                    "exemptNamespaces must contain ownNamespace, " + ownNamespace);
        }
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
