package io.driftseal.scanner.notification;

import io.driftseal.service.configuration.Secret;
import java.net.URI;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events API v2. A repeated event with the same dedup key is a log entry on the same alert, so at
 * least once is once for whoever is paged.
 */
public final class PagerDutySender implements Sender {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final URI enqueue;
    private final Secret routingKey;
    private final HttpAttempt http = new HttpAttempt();

    /**
     * @param baseUrl scheme, host and port; the path is the API's
     * @param routingKey of the integration; added when sending, so that it is never stored
     */
    public PagerDutySender(URI baseUrl, Secret routingKey) {
        this.enqueue = HttpAttempt.requireConfidential(baseUrl).resolve("/v2/enqueue");
        this.routingKey = routingKey;
    }

    @Override
    public Destination destination() {
        return Destination.PAGERDUTY;
    }

    /** Well below the documented default of 120 a minute. */
    @Override
    public Duration pace() {
        return Duration.ofMillis(550);
    }

    /** PagerDuty asks for minutes; the first tries are sooner, because a page is urgent. */
    @Override
    public BackOff backOff() {
        return new BackOff(Duration.ofSeconds(2), Duration.ofMinutes(5));
    }

    @Override
    public SendResult send(Delivery delivery) throws InterruptedException {
        if (!(parse(delivery.body()) instanceof ObjectNode event)) {
            return new SendResult.Refused("the stored event is not a JSON object");
        }
        event.put("routing_key", routingKey.reveal());
        return HttpVerdict.of(http.post(enqueue, MAPPER.writeValueAsString(event)));
    }

    private static JsonNode parse(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            return MAPPER.nullNode();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
