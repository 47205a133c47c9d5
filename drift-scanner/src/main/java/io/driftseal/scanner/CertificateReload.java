package io.driftseal.scanner;

import io.driftseal.service.health.ProgressCheck;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a rotated certificate into use without a restart. */
record CertificateReload(MutualTls identity) {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);
    private static final Duration TICK = Duration.ofSeconds(10);

    void run(ProgressCheck progress) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                progress.returned();
                Thread.sleep(TICK);
                reload();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reload() {
        try {
            if (identity.reloadIfChanged()) {
                LOG.atInfo().log("certificate read again");
            }
        } catch (MutualTlsException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("changed certificate cannot be used, the old one stays");
        }
    }
}
