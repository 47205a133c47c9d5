package io.driftseal.testsupport.receiver;

import io.driftseal.testsupport.receiver.LocalEndpoint.Answer;
import io.driftseal.testsupport.receiver.LocalEndpoint.Request;
import io.driftseal.testsupport.receiver.ReceivedPagerDutyEvent.Effect;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * PagerDuty's Events API v2 on this machine: {@code POST /v2/enqueue} under {@link #baseUrl()}. It
 * keeps alerts by dedup key as the real one does: a repeated trigger is a log entry, a resolve with
 * nothing open is dropped, a trigger after a resolve opens a new alert.
 */
public final class StrictPagerDutyReceiver implements AutoCloseable {

    /** The only key this receiver knows. */
    public static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";

    private static final String PATH = "/v2/enqueue";

    private final List<ReceivedPagerDutyEvent> messages = new CopyOnWriteArrayList<>();
    private final List<ContractViolation> violations = new CopyOnWriteArrayList<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final ReceiverOptions options;
    private final TokenBucket bucket;
    private final LocalEndpoint endpoint;

    private StrictPagerDutyReceiver(ReceiverOptions options) {
        this.options = options;
        this.bucket = new TokenBucket(options.rateLimit(), options.clock());
        this.endpoint = new LocalEndpoint(options.address(), new Events());
    }

    /** On loopback, with a rate limit of about PagerDuty's. */
    public static StrictPagerDutyReceiver start() {
        return start(ReceiverOptions.loopback(RateLimit.pagerDuty()));
    }

    public static StrictPagerDutyReceiver start(ReceiverOptions options) {
        return new StrictPagerDutyReceiver(options);
    }

    /** Scheme, host and port; the sender adds the path. */
    public URI baseUrl() {
        return URI.create(
                "http://"
                        + endpoint.address().getAddress().getHostAddress()
                        + ":"
                        + endpoint.address().getPort());
    }

    /** Accepted events in the order of arrival. */
    public List<ReceivedPagerDutyEvent> messages() {
        return List.copyOf(messages);
    }

    /** Dedup keys of open alerts, oldest first. */
    public List<String> openAlerts() {
        synchronized (open) {
            return List.copyOf(open);
        }
    }

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

    private final class Events implements LocalEndpoint.Service {

        @Override
        public Answer handle(Request request) {
            if (!request.path().equals(PATH)) {
                violations.add(new ContractViolation("path", request.path()));
                return failure(404);
            }
            long wait = bucket.secondsToWait();
            if (wait > 0) {
                violations.add(new ContractViolation("rate", "next event in " + wait + " s"));
                return failure(429);
            }
            if (request.bytes() > PagerDutyContract.MAXIMUM_BODY_BYTES) {
                violations.add(new ContractViolation("body_too_large", size(request)));
                return failure(413);
            }
            if (!request.contentType().startsWith("application/json")) {
                return invalid(List.of("content type must be application/json"));
            }
            Optional<JsonNode> event = JsonShape.object(request.body());
            if (event.isEmpty()) {
                return invalid(List.of("body is not one JSON object"));
            }
            List<String> errors = PagerDutyContract.errors(event.get());
            if (errors.isEmpty()
                    && !JsonShape.text(event.get(), "routing_key").equals(ROUTING_KEY)) {
                return invalid(List.of("'routing_key' is unknown"));
            }
            return errors.isEmpty() ? accept(event.get()) : invalid(errors);
        }

        private static String size(Request request) {
            return request.bytes() + " bytes";
        }

        private Answer accept(JsonNode event) {
            String given = JsonShape.text(event, "dedup_key");
            String key = given.isEmpty() ? UUID.randomUUID().toString() : given;
            String action = JsonShape.text(event, "event_action");
            JsonNode kept = ((ObjectNode) event.deepCopy()).without("routing_key");
            messages.add(
                    new ReceivedPagerDutyEvent(
                            options.clock().instant(), action, key, apply(action, key), kept));
            return Answer.json(
                    202,
                    JsonShape.write(
                            Map.of(
                                    "status", "success",
                                    "message", "Event processed",
                                    "dedup_key", key)));
        }

        private Effect apply(String action, String key) {
            synchronized (open) {
                return switch (action) {
                    case "trigger" -> open.add(key) ? Effect.OPENED : Effect.LOGGED;
                    case "resolve" -> open.remove(key) ? Effect.RESOLVED : Effect.DROPPED;
                    default -> open.contains(key) ? Effect.ACKNOWLEDGED : Effect.DROPPED;
                };
            }
        }

        private Answer invalid(List<String> errors) {
            errors.forEach(error -> violations.add(new ContractViolation("invalid_event", error)));
            return Answer.json(
                    400,
                    JsonShape.write(
                            Map.of(
                                    "status", "invalid event",
                                    "message", "Event object is invalid",
                                    "errors", errors)));
        }

        @Override
        public Answer failure(int status) {
            String words =
                    status == 429
                            ? "{\"status\":\"throttle exceeded\",\"message\":\"Requests for this"
                                    + " service are arriving too quickly. Please retry later.\"}"
                            : "{\"status\":\"error\",\"message\":\"status " + status + "\"}";
            return Answer.json(status, words);
        }
    }
}
