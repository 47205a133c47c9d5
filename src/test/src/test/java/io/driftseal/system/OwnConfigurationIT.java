package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Admission never guards its own configuration, so whoever changes ours is found. */
class OwnConfigurationIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String VERIFY = "driftseal-verify";

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
