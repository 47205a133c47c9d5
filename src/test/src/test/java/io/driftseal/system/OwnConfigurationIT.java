package io.driftseal.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.installation.AuditWitness;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Admission never guards its own configuration, so whoever changes ours is found. */
class OwnConfigurationIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String VERIFY = "driftseal-verify";
    private static final String BORROWED = "driftseal-borrowed";

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @AfterEach
    void asInstalled() {
        driftseal.applyChart();
        driftseal.awaitAdmission();
    }

    @Test
    void aWebhookConfigurationThatWasWeakenedIsFoundAndNamed() {
        kubectl.run(
                        "patch",
                        "validatingwebhookconfiguration",
                        VERIFY,
                        "--type=json",
                        "-p",
                        "[{\"op\":\"replace\",\"path\":\"/webhooks/0/failurePolicy\","
                                + "\"value\":\"Ignore\"},{\"op\":\"replace\","
                                + "\"path\":\"/webhooks/1/failurePolicy\",\"value\":\"Ignore\"}]")
                .require();

        assertThat(
                        driftseal
                                .findings()
                                .await(
                                        "",
                                        VERIFY,
                                        "webhook-configuration-changed",
                                        ".failurePolicy changed from")
                                .path("severity")
                                .asString())
                .isEqualTo("critical");
    }

    @Test
    void aPolicyOfOursThatWasDeletedIsFoundAndResolvesWhenItIsBack() {
        kubectl.run("delete", "validatingadmissionpolicybinding", "driftseal-stamps").require();

        driftseal.findings().await("", "driftseal-stamps", "webhook-configuration-deleted");
        driftseal.applyChart();

        driftseal.findings().awaitResolved("", "driftseal-stamps");
    }

    @Test
    void anotherCaBundleIsPutRightByTheWebhookItself() {
        String before = caBundle();
        AuditWitness audit = driftseal.audit().fromNow();

        kubectl.run(
                        "patch",
                        "validatingwebhookconfiguration",
                        VERIFY,
                        "--type=json",
                        "-p",
                        "[{\"op\":\"replace\",\"path\":\"/webhooks/0/clientConfig/caBundle\","
                                + "\"value\":\"\"}]")
                .require();

        Eventually.holds(
                "the CA bundle to be the webhook's again", LIMIT, () -> caBundle().equals(before));
        assertThat(audit.requestsBy("driftseal-webhook"))
                .as("who put it right, by the API server's own log")
                .anyMatch(event ->
                        event.isAbout("validatingwebhookconfigurations", "", VERIFY)
                                && List.of("patch", "update").contains(event.verb())
                                && event.responseCode() == 200);
    }

    /** A configuration that only carries a name of ours, so that no call of anybody fails by it. */
    @Tag("by-hand") // two minutes pass by design before the scanner believes it
    @Test
    void aCertificateThatCallersDoNotTrustIsFound() {
        kubectl.apply(borrowed()).require();
        try {
            JsonNode entry =
                    Eventually.get(
                            "the scanner to find the untrusted certificate",
                            Duration.ofMinutes(4),
                            () -> driftseal.findings().find(OwnConfigurationIT::isUntrusted));

            assertThat(entry.toString())
                    .contains("does not vouch for what answers", "\"severity\":\"critical\"");
        } finally {
            kubectl.run("delete", "validatingwebhookconfiguration", BORROWED).require();
        }
    }

    private static boolean isUntrusted(JsonNode incident) {
        return incident.path("workload").path("name").asString().equals(BORROWED)
                && incident.toString().contains("\"webhook-certificate-untrusted\"");
    }

    /** Our address under the cluster's own authority, which does not vouch for us. */
    private String borrowed() {
        String authority =
                kubectl.run(
                                "get",
                                "configmap",
                                "kube-root-ca.crt",
                                "-n",
                                "default",
                                "-o",
                                "jsonpath={.data.ca\\.crt}")
                        .require();
        String url =
                kubectl.run(
                                "get",
                                "validatingwebhookconfiguration",
                                VERIFY,
                                "-o",
                                "jsonpath={.webhooks[0].clientConfig.url}")
                        .require();
        return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: %s}
        webhooks:
          - name: borrowed.driftseal.io
            admissionReviewVersions: [v1]
            sideEffects: None
            failurePolicy: Ignore
            namespaceSelector: {matchLabels: {example.com/namespace: none}}
            clientConfig: {url: "%s", caBundle: "%s"}
            rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
        """
                .formatted(
                        BORROWED,
                        url,
                        Base64.getEncoder().encodeToString(authority.getBytes(UTF_8)));
    }

    private String caBundle() {
        return kubectl.run(
                        "get",
                        "validatingwebhookconfiguration",
                        VERIFY,
                        "-o",
                        "jsonpath={.webhooks[0].clientConfig.caBundle}")
                .require();
    }
}
