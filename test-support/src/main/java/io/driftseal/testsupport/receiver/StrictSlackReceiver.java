package io.driftseal.testsupport.receiver;

import io.driftseal.testsupport.receiver.LocalEndpoint.Answer;
import io.driftseal.testsupport.receiver.LocalEndpoint.Request;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/**
 * An incoming webhook of Slack on this machine. Success is 200 {@code ok}; errors are the real
 * service's words as plain text: {@code invalid_payload}, {@code invalid_blocks}, {@code no_text},
 * {@code no_service}, {@code rate_limited} with {@code Retry-After}.
 */
public final class StrictSlackReceiver implements AutoCloseable {

    /** A path of the real form; anything else is answered 404 {@code no_service}. */
    private static final String PATH = "/services/T00000000/B00000000/localReceiverOfDriftseal";

    private final List<ReceivedSlackMessage> messages = new CopyOnWriteArrayList<>();
    private final List<ContractViolation> violations = new CopyOnWriteArrayList<>();
    private final ReceiverOptions options;
    private final TokenBucket bucket;
    private final LocalEndpoint endpoint;

    private StrictSlackReceiver(ReceiverOptions options) {
        this.options = options;
        this.bucket = new TokenBucket(options.rateLimit(), options.clock());
        this.endpoint = new LocalEndpoint(options.address(), new Webhook());
    }

    /** On loopback, with Slack's own rate limit. */
    public static StrictSlackReceiver start() {
        return start(ReceiverOptions.loopback(RateLimit.slack()));
    }

    public static StrictSlackReceiver start(ReceiverOptions options) {
        return new StrictSlackReceiver(options);
    }

    /** The secret URL a sender is configured with. */
    public URI webhookUrl() {
        return URI.create(
                "http://"
                        + endpoint.address().getAddress().getHostAddress()
                        + ":"
                        + endpoint.address().getPort()
                        + PATH);
    }

    /** Accepted messages in the order of arrival. */
    public List<ReceivedSlackMessage> messages() {
        return List.copyOf(messages);
    }

    /** Every breach, also those that Slack would let pass (a blanket mention, unescaped text). */
    public List<ContractViolation> violations() {
        return List.copyOf(violations);
    }

    /** Requests seen, also refused ones and those of an outage. */
    public int requests() {
        return endpoint.requests();
    }

    public void outage(Outage outage) {
        endpoint.outage(outage);
    }

    @Override
    public void close() {
        endpoint.close();
    }

    private final class Webhook implements LocalEndpoint.Service {

        @Override
        public Answer handle(Request request) {
            if (!request.path().equals(PATH)) {
                return refused(404, "no_service", new ContractViolation("path", request.path()));
            }
            long wait = bucket.secondsToWait();
            if (wait > 0) {
                violations.add(new ContractViolation("rate", "next message in " + wait + " s"));
                return Answer.text(429, "rate_limited").retryAfter(wait);
            }
            if (!request.contentType().startsWith("application/json")) {
                return refused(
                        400,
                        "invalid_payload",
                        new ContractViolation("content_type", request.contentType()));
            }
            Optional<JsonNode> message = JsonShape.object(request.body());
            if (message.isEmpty()) {
                return refused(
                        400,
                        "invalid_payload",
                        new ContractViolation("body", "not one JSON object"));
            }
            return message(message.get());
        }

        private Answer message(JsonNode message) {
            Optional<SlackContract.Refusal> refusal = SlackContract.check(message);
            if (refusal.isPresent()) {
                return refused(400, refusal.get().error(), refusal.get().violation());
            }
            violations.addAll(SlackContract.carelessness(message));
            messages.add(
                    new ReceivedSlackMessage(
                            options.clock().instant(),
                            ReceivedSlackMessage.unescape(JsonShape.text(message, "text")),
                            message));
            return Answer.text(200, "ok");
        }

        private Answer refused(int status, String error, ContractViolation violation) {
            violations.add(violation);
            return Answer.text(status, error);
        }

        @Override
        public Answer failure(int status) {
            return switch (status) {
                case 403 -> Answer.text(status, "action_prohibited");
                case 404 -> Answer.text(status, "no_service");
                case 410 -> Answer.text(status, "channel_is_archived");
                case 429 -> Answer.text(status, "rate_limited");
                case 500 -> Answer.text(status, "rollup_error");
                default -> Answer.text(status, "");
            };
        }
    }
}
