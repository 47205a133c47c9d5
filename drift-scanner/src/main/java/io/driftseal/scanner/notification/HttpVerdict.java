package io.driftseal.scanner.notification;

import io.driftseal.scanner.notification.HttpAttempt.Outcome;
import io.driftseal.scanner.notification.SendResult.Blame;

/** What a status means for a message, by the rules that Slack and PagerDuty share. */
final class HttpVerdict {

    private HttpVerdict() {}

    /**
     * 2xx has it. 400, 413, 415 and 422 are about the message and final. 429 and 5xx pass. Anything
     * else (401, 403, 404, 410, a redirect) is about the address or its owner: the message is good
     * and waits for the configuration to be put right.
     */
    static SendResult of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.NoAnswer none ->
                    SendResult.Retry.ofDestination("no answer: " + none.reason());
            case Outcome.Answered answered -> of(answered);
        };
    }

    private static SendResult of(Outcome.Answered answered) {
        int status = answered.status();
        if (status >= 200 && status < 300) {
            return new SendResult.Delivered();
        }
        String reason = "status " + status + ": " + VisibleText.of(answered.body(), 200);
        return switch (status) {
            case 400, 413, 415, 422 -> new SendResult.Refused(reason);
            default ->
                    new SendResult.Retry(
                            status >= 500 ? Blame.UNCLEAR : Blame.DESTINATION,
                            reason,
                            answered.retryAfter());
        };
    }
}
