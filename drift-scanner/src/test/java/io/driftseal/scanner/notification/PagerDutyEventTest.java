package io.driftseal.scanner.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.scanner.incident.OutboxMessage.Change;
import io.driftseal.scanner.incident.OutboxMessage.IncidentNotice;
import io.driftseal.scanner.judge.Coverage;
import io.driftseal.service.configuration.Secret;
import io.driftseal.testsupport.receiver.RateLimit;
import io.driftseal.testsupport.receiver.ReceivedPagerDutyEvent;
import io.driftseal.testsupport.receiver.ReceivedPagerDutyEvent.Effect;
import io.driftseal.testsupport.receiver.ReceiverOptions;
import io.driftseal.testsupport.receiver.StrictPagerDutyReceiver;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagerDutyEventTest {

    private final StrictPagerDutyReceiver pagerDuty =
            StrictPagerDutyReceiver.start(ReceiverOptions.loopback(RateLimit.none()));
    private final PagerDutySender sender =
            new PagerDutySender(
                    pagerDuty.baseUrl(), new Secret(StrictPagerDutyReceiver.ROUTING_KEY));

    @AfterEach
    void stop() {
        sender.close();
        pagerDuty.close();
    }

    @Test
    void triggersWithEverythingOnCallNeeds() throws Exception {
        // When
        ReceivedPagerDutyEvent event = send(Incidents.notice(Incidents.answered(1), Change.OPENED));

        // Then
        assertThat(event.readable()).isEqualTo(Golden.text("pagerduty-trigger.json"));
    }

    @Test
    void keepsOneAlertPerIncident() throws Exception {
        // When
        send(Incidents.notice(Incidents.patched(1), Change.OPENED));
        send(Incidents.notice(Incidents.answered(1), Change.UPDATED));
        send(
                Incidents.notice(
                        Incidents.answered(1).resolved(Incidents.OPENED, "clean again"),
                        Change.RESOLVED));

        // Then
        assertThat(pagerDuty.messages())
                .extracting(ReceivedPagerDutyEvent::effect)
                .containsExactly(Effect.OPENED, Effect.LOGGED, Effect.RESOLVED);
        assertThat(pagerDuty.openAlerts()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.driftseal.scanner.notification.HostileTexts#all")
    void staysWithinPagerDutysContractWhateverATenantWrites(String name, String text)
            throws Exception {
        // When
        ReceivedPagerDutyEvent event =
                send(Incidents.notice(Incidents.hostile(text), Change.OPENED));

        // Then
        assertThat(event.dedupKey()).isEqualTo(Incidents.identifier(7));
        assertThat(event.event().toString().chars().anyMatch(c -> c < 0x20 || c == 0x202e))
                .isFalse();
    }

    @Test
    void storesNoRoutingKey() {
        assertThat(
                        PagerDutyEvent.of(
                                        Incidents.notice(Incidents.patched(1), Change.OPENED),
                                        Coverage.full())
                                .json())
                .doesNotContain("routing_key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://events.example/",
                "http://127.0.0.1.evil.example/",
                "http://localhost@evil.example/",
                "ftp://127.0.0.1/",
                "file:///etc/passwd",
                "events.example"
            })
    void refusesToSendASecretInTheClear(String url) {
        assertThatThrownBy(() -> new PagerDutySender(URI.create(url), new Secret("key")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("evil")
                .hasMessageContaining("https://");
        assertThatThrownBy(() -> new SlackSender(new Secret(url)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotRepeatASecretThatIsNoUrl() {
        assertThatThrownBy(() -> new SlackSender(new Secret("not a url: T0/B0/secret")))
                .hasMessage("the configured secret is not a URL")
                .hasNoCause();
    }

    private ReceivedPagerDutyEvent send(IncidentNotice notice) throws InterruptedException {
        String body = PagerDutyEvent.of(notice, Coverage.full()).json();
        SendResult result =
                sender.send(
                        new Delivery(1, notice.messageId(), Destination.PAGERDUTY, "k", body, 0));
        assertThat(pagerDuty.violations()).isEmpty();
        assertThat(result).isInstanceOf(SendResult.Delivered.class);
        return pagerDuty.messages().getLast();
    }
}
