package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.fabric8.Fabric8KubernetesApi;
import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.installation.AdmissionLoad;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A namespace has one place and no line, and floods: what is too much for it is answered by the
 * failure policy of its mode, and nobody else waits. By hand, because it restarts the webhook that
 * other tests share.
 */
@Tag("by-hand")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespaceBudgetIT {

    private static final int FLOOD = 100;
    private static final int USERS = 12;
    private static final int QUIET = 10;

    private static final String OVER_BUDGET =
            "too much of this namespace is under review; try again (namespace_budget)";

    private static final Pattern COUNTED =
            Pattern.compile(
                    "(?m)^driftseal_webhook_requests_rejected_total\\{"
                            + "reason=\"namespace_budget\"\\} (\\S+)");

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @BeforeAll
    void onePlaceForEach() {
        driftseal
                .webhook()
                .configure(
                        Map.of(
                                "maximumReviewsPerNamespace",
                                "1",
                                "maximumWaitingPerNamespace",
                                "0"));
        restart();
    }

    @AfterAll
    void asItWas() {
        driftseal.webhook().configure(Map.of());
        restart();
    }

    private void restart() {
        driftseal.webhook().stop(Duration.ofSeconds(30));
        driftseal.restart(driftseal.webhook());
    }

    @Test
    void inEnforceWhatIsOverTheBudgetIsRefusedInWordsAndNobodyElseIs() {
        String noisy = driftseal.namespace("enforce", "standard");
        String quiet = driftseal.namespace("enforce", "standard");
        AuditLog.Position start = driftseal.cluster().auditLog().now();

        AdmissionLoad flood = flood(noisy, quiet);

        assertUndisturbed(start, quiet);
        assertThat(flood.unstamped()).isZero();
        assertThat(flood.admitted()).isPositive();
        assertThat(flood.failures())
                .allSatisfy(failure ->
                        assertThat(failure)
                                .containsAnyOf(OVER_BUDGET, "was not asked or did not answer"))
                .anyMatch(failure -> failure.contains(OVER_BUDGET));
        List<AuditEvent> refused =
                creates(start, "deployments", noisy).stream()
                        .filter(event -> event.responseCode() >= 400)
                        .toList();
        assertThat(refused)
                .hasSameSizeAs(flood.failures())
                .anyMatch(event -> event.responseMessage().contains(OVER_BUDGET));
    }

    @Test
    void inObserveItComesInWithoutAStampAndNobodyElseDoes() {
        String noisy = driftseal.namespace("observe", "standard");
        String quiet = driftseal.namespace("observe", "standard");
        AuditLog.Position start = driftseal.cluster().auditLog().now();
        double before = counted();

        AdmissionLoad flood = flood(noisy, quiet);

        assertUndisturbed(start, quiet);
        assertThat(flood.failures()).isEmpty();
        assertThat(flood.unstamped()).isPositive().isLessThan(flood.admitted());
        List<AuditEvent> created = creates(start, "deployments", noisy);
        assertThat(created)
                .hasSize(flood.admitted())
                .allMatch(event -> event.responseCode() == 201);
        assertThat(created.stream().filter(NamespaceBudgetIT::failedOpen).count())
                .isGreaterThanOrEqualTo(flood.unstamped());
        assertThat(counted() - before).isGreaterThanOrEqualTo(flood.unstamped());
    }

    /** Many at once in one namespace; meanwhile pods of the other, one after another. */
    private AdmissionLoad flood(String noisy, String quiet) {
        AdmissionLoad load =
                new AdmissionLoad(
                        Fabric8KubernetesApi.connect(
                                driftseal.cluster().adminKubeconfig(), "flood"),
                        List.of(noisy),
                        USERS);
        try (load) {
            for (int i = 0; i < QUIET; i++) {
                kubectl.apply(pod(quiet, "quiet-" + i)).require();
            }
            Eventually.holds(
                    "a flood",
                    Duration.ofSeconds(60),
                    () -> load.admitted() + load.failures().size() >= FLOOD);
        }
        return load;
    }

    private void assertUndisturbed(AuditLog.Position start, String quiet) {
        assertThat(creates(start, "pods", quiet))
                .hasSize(QUIET)
                .allMatch(event -> event.responseCode() == 201)
                .noneMatch(NamespaceBudgetIT::failedOpen);
        assertThat(kubectl.list(quiet, "pods", "app=quiet"))
                .hasSize(QUIET)
                .allSatisfy(pod -> driftseal.stamps().of(pod));
    }

    private static String pod(String namespace, String name) {
        return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %2$s, namespace: %1$s, labels: {app: quiet}}
        spec:
          automountServiceAccountToken: false
          nodeSelector: {example.com/node: nowhere}
          containers:
            - name: app
              image: driftseal.local/busybox:1
              securityContext: {allowPrivilegeEscalation: false}
        """
                .formatted(namespace, name);
    }

    private List<AuditEvent> creates(AuditLog.Position start, String resource, String namespace) {
        return driftseal
                .cluster()
                .auditLog()
                .since(
                        start,
                        event ->
                                event.namespace().equals(namespace)
                                        && event.resource().equals(resource)
                                        && event.subresource().isEmpty()
                                        && event.verb().equals("create"));
    }

    /** The API server's own note that it let a request pass which a webhook did not answer. */
    private static boolean failedOpen(AuditEvent event) {
        return event.annotations().keySet().stream()
                .anyMatch(key -> key.startsWith("failed-open."));
    }

    private double counted() {
        Matcher matcher = COUNTED.matcher(driftseal.webhook().metrics());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
