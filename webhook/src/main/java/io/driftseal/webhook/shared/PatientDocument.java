package io.driftseal.webhook.shared;

import io.driftseal.kubernetes.KubernetesApiException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One that is read while the service starts: an API server that does not answer yet is asked again.
 * A process that ends instead is started again after ten seconds, then twenty, then forty, and a
 * webhook that is not there refuses every workload of a namespace in enforce meanwhile. What the
 * API server answers, a refusal too, is final.
 */
public final class PatientDocument implements SharedDocument {
    private static final Logger LOG = LoggerFactory.getLogger(PatientDocument.class);

    private final SharedDocument document;
    private final Clock clock;
    private final Instant until;
    private final Duration pause;

    /**
     * @param patience from now on; reads that begin later are made once
     * @param pause between two tries
     */
    public PatientDocument(
            SharedDocument document, Clock clock, Duration patience, Duration pause) {
        this.document = document;
        this.clock = clock;
        this.until = clock.instant().plus(patience);
        this.pause = pause;
    }

    @Override
    public Stored read() throws IOException {
        while (true) {
            try {
                return document.read();
            } catch (IOException e) {
                boolean unanswered = e.getCause() instanceof KubernetesApiException.Unreachable;
                if (!unanswered || !clock.instant().plus(pause).isBefore(until)) {
                    throw e;
                }
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("asking again");
                sleep();
            }
        }
    }

    private void sleep() throws InterruptedIOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for the API server");
        }
    }

    @Override
    public boolean replace(Stored expected, String text) throws IOException {
        return document.replace(expected, text);
    }

    @Override
    public String place() {
        return document.place();
    }
}
