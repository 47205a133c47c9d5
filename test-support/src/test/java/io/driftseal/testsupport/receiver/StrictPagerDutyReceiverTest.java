package io.driftseal.testsupport.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.testsupport.receiver.ReceivedPagerDutyEvent.Effect;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StrictPagerDutyReceiverTest {

    private static final String TRIGGER =
            """
            {"routing_key": "0123456789abcdef0123456789abcdef", "event_action": "trigger",
             "dedup_key": "inc-1",
             "payload": {"summary": "Drift", "source": "shop/web", "severity": "critical",
                         "timestamp": "2026-11-23T21:00:00Z", "custom_details": {"a": 1}}}
            """;
    private static final String RESOLVE =
            """
            {"routing_key": "0123456789abcdef0123456789abcdef", "event_action": "resolve",
             "dedup_key": "inc-1"}
            """;

    private final StrictPagerDutyReceiver pagerDuty =
            StrictPagerDutyReceiver.start(ReceiverOptions.loopback(RateLimit.none()));
    private final URI enqueue = pagerDuty.baseUrl().resolve("/v2/enqueue");
    private final Posting posting = new Posting();

    @AfterEach
    void stop() {
        posting.close();
        pagerDuty.close();
    }

    @Test
    void keepsOneAlertPerKeyAndForgetsItsRoutingKey() throws Exception {
        // When
        HttpResponse<String> answer = posting.json(enqueue, TRIGGER);
        posting.json(enqueue, TRIGGER);
        posting.json(enqueue, RESOLVE);
        posting.json(enqueue, RESOLVE);
        posting.json(enqueue, TRIGGER);

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("\"dedup_key\":\"inc-1\"");
        assertThat(pagerDuty.messages())
                .extracting(ReceivedPagerDutyEvent::effect)
                .containsExactly(
                        Effect.OPENED,
                        Effect.LOGGED,
                        Effect.RESOLVED,
                        Effect.DROPPED,
                        Effect.OPENED);
        assertThat(pagerDuty.openAlerts()).containsExactly("inc-1");
        assertThat(pagerDuty.messages().getFirst().readable())
                .doesNotContain(StrictPagerDutyReceiver.ROUTING_KEY);
        assertThat(pagerDuty.violations()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusesWhatPagerDutyRefuses(String error, String body) throws Exception {
        // When
        HttpResponse<String> answer = posting.json(enqueue, body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid event").contains(error);
        assertThat(pagerDuty.messages()).isEmpty();
        assertThat(pagerDuty.violations()).isNotEmpty();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("not one JSON object", "no json"),
                Arguments.of("'routing_key' is invalid", TRIGGER.replace("0123456789", "")),
                Arguments.of(
                        "'routing_key' is unknown", TRIGGER.replace("0123456789", "9876543210")),
                Arguments.of("'event_action'", TRIGGER.replace("trigger", "open")),
                Arguments.of("'dedup_key' is too long", TRIGGER.replace("inc-1", "k".repeat(256))),
                Arguments.of("'dedup_key' is missing", RESOLVE.replace("inc-1", "")),
                Arguments.of("'payload.summary' is missing", TRIGGER.replace("Drift", " ")),
                Arguments.of(
                        "'payload.summary' is too long",
                        TRIGGER.replace("Drift", "d".repeat(1_025))),
                Arguments.of("'payload.source' is missing", TRIGGER.replace("shop/web", "")),
                Arguments.of("'payload.severity' is invalid", TRIGGER.replace("critical", "high")),
                Arguments.of("'payload.timestamp'", TRIGGER.replace("2026-11-23T", "yesterday ")),
                Arguments.of("'payload.custom_details'", TRIGGER.replace("{\"a\": 1}", "7")),
                Arguments.of("'payload' is missing", TRIGGER.replace("payload", "links")),
                Arguments.of("'sourc' is unknown", TRIGGER.replace("dedup_key", "sourc")));
    }

    @Test
    void refusesABodyOverTheLimit() throws Exception {
        // When
        HttpResponse<String> answer =
                posting.json(
                        enqueue,
                        TRIGGER.replace("\"a\": 1", "\"a\": \"" + "x".repeat(524_288) + "\""));

        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(pagerDuty.violations())
                .extracting(ContractViolation::rule)
                .containsExactly("body_too_large");
    }
}
