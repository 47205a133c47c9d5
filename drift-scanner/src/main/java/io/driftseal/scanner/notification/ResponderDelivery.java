package io.driftseal.scanner.notification;

import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.PeerAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Plans to the responder, which knows a repeated one by its plan id. */
public final class ResponderDelivery implements Sender {

    private final MutualTlsClient responder;

    public ResponderDelivery(MutualTlsClient responder) {
        this.responder = responder;
    }

    @Override
    public Destination destination() {
        return Destination.RESPONDER;
    }

    @Override
    public Duration pace() {
        return Duration.ZERO;
    }

    /** Short: a response that comes minutes late helps nobody. */
    @Override
    public BackOff backOff() {
        return new BackOff(Duration.ofMillis(250), Duration.ofSeconds(10));
    }

    @Override
    public SendResult send(Delivery delivery) throws InterruptedException {
        PeerAnswer answer =
                responder.post("/v1/plans", delivery.body().getBytes(StandardCharsets.UTF_8));
        return switch (answer) {
            case PeerAnswer.Unreachable unreachable ->
                    SendResult.Retry.ofDestination(VisibleText.of(unreachable.reason(), 200));
            case PeerAnswer.Answered answered -> verdict(answered.status());
        };
    }

    private static SendResult verdict(int status) {
        if (status >= 200 && status < 300) {
            return new SendResult.Delivered();
        }
        boolean passing = status >= 500 || status == 408 || status == 429;
        return passing
                ? SendResult.Retry.ofDestination("status " + status)
                : new SendResult.Refused("status " + status);
    }

    @Override
    public void close() {
        responder.close();
    }
}
