package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.chart.Monitoring;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.ServiceProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every service runs like one: measured, stopped in order, started again with nothing lost. */
class ServicesIT {

    private final Installation driftseal = SharedInstallation.get();

    @Test
    void theWebhookTellsWhatItDoesInMetrics() {
        String namespace = driftseal.namespace("enforce", "restricted");
        driftseal.deploy(DeploymentManifest.of(namespace, "api").onNoNode());

        assertThat(driftseal.webhook().metrics())
                .contains("driftseal_webhook_")
                .contains("stamp")
                .contains("decision")
                .contains("spool")
                .contains("certificate")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void theScannerTellsWhatItDoesInMetrics() {
        assertThat(driftseal.scanner().metrics())
                .contains("driftseal_drift_scanner_watch_age_seconds")
                .contains("driftseal_drift_scanner_queue_depth")
                .contains("driftseal_drift_scanner_queue_drops")
                .contains("verdict")
                .contains("incident")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void theResponderTellsWhatItDoesInMetrics() {
        assertThat(driftseal.responder().metrics())
                .contains("driftseal_responder_plans_open")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void everyMetricOfAnAlertOrADashboardIsExported() throws Exception {
        driftseal.deploy(
                DeploymentManifest.of(driftseal.namespace("enforce", "restricted"), "api")
                        .onNoNode());
        String exported =
                driftseal.webhook().metrics()
                        + driftseal.scanner().metrics()
                        + driftseal.responder().metrics();

        assertThat(Monitoring.metrics())
                .allSatisfy(
                        metric -> assertThat(exported).containsPattern("(?m)^" + metric + "[ {]"));
    }

    @Test
    void eachStopsOnSigtermWithExitCodeZeroAndComesBack() {
        for (ServiceProcess service :
                new ServiceProcess[] {
                    driftseal.responder(), driftseal.scanner(), driftseal.webhook()
                }) {
            int exitCode = service.stop(Duration.ofSeconds(30));
            driftseal.restart(service);

            assertThat(exitCode).as(service.name()).isZero();
        }
    }

    @Test
    void noSecretIsInAnyLog() {
        for (ServiceProcess service :
                new ServiceProcess[] {
                    driftseal.responder(), driftseal.scanner(), driftseal.webhook()
                }) {
            assertThat(service.logFile())
                    .content()
                    .doesNotContain("PRIVATE KEY")
                    .doesNotContain("eyJhbGciOi")
                    .doesNotContain(driftseal.sinks().routingKey())
                    .doesNotContain(driftseal.sinks().slackPath());
        }
    }
}
