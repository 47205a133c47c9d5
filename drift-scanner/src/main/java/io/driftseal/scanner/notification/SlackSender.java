package io.driftseal.scanner.notification;

import io.driftseal.service.configuration.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * An incoming webhook. Delivery is at least once: Slack has no key to tell a repeated message by,
 * so the incident id stands in the text.
 */
public final class SlackSender implements Sender {

    private final URI webhookUrl;
    private final HttpAttempt http = new HttpAttempt();

    /**
     * @param webhookUrl a secret: whoever has it may post to the channel
     */
    public SlackSender(Secret webhookUrl) {
        this.webhookUrl = HttpAttempt.requireConfidential(HttpAttempt.secretUrl(webhookUrl));
    }

    @Override
    public Destination destination() {
        return Destination.SLACK;
    }

    /** Slack takes about one message a second; the surplus keeps clock skew from mattering. */
    @Override
    public Duration pace() {
        return Duration.ofMillis(1_100);
    }

    @Override
    public BackOff backOff() {
        return new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(2));
    }

    @Override
    public SendResult send(Delivery delivery) throws InterruptedException {
        return HttpVerdict.of(http.post(webhookUrl, delivery.body()));
    }

    @Override
    public void close() {
        http.close();
    }
}
