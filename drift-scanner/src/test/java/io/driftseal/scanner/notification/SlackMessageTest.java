package io.driftseal.scanner.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.OutboxMessage.Change;
import io.driftseal.scanner.incident.OutboxMessage.IncidentNotice;
import io.driftseal.scanner.judge.Coverage;
import io.driftseal.service.configuration.Secret;
import io.driftseal.testsupport.receiver.RateLimit;
import io.driftseal.testsupport.receiver.ReceivedSlackMessage;
import io.driftseal.testsupport.receiver.ReceiverOptions;
import io.driftseal.testsupport.receiver.StrictSlackReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SlackMessageTest {

    private final StrictSlackReceiver slack =
            StrictSlackReceiver.start(ReceiverOptions.loopback(RateLimit.none()));
    private final SlackSender sender = new SlackSender(new Secret(slack.webhookUrl().toString()));

    @AfterEach
    void stop() {
        sender.close();
        slack.close();
    }

    @Test
    void tellsOnCallWhatChanged() throws Exception {
        // When
        ReceivedSlackMessage message = send(Incidents.notice(Incidents.patched(1), Change.OPENED));

        // Then
        assertThat(message.readable()).isEqualTo(Golden.text("slack-opened.txt"));
        assertThat(message.text() + "\n").isEqualTo(Golden.text("slack-opened-fallback.txt"));
    }

    @Test
    void namesWhoAnswersForAnExemption() throws Exception {
        // When
        ReceivedSlackMessage message = send(Incidents.notice(Incidents.exempt(1), Change.OPENED));

        // Then
        assertThat(message.readable())
                .contains("Exempt from rules")
                .contains(
                        "host-path until 2027-01-31T00:00:00Z, owner team-node: replaced in Q1"
                                + " [legacy-agent]");
    }

    @Test
    void tellsWhatWasDoneAndHowItIsKnown() throws Exception {
        // When
        ReceivedSlackMessage message =
                send(Incidents.notice(Incidents.answered(1), Change.UPDATED));

        // Then
        assertThat(message.readable()).isEqualTo(Golden.text("slack-updated.txt"));
    }

    @Test
    void tellsWhyItIsOver() throws Exception {
        // Given
        Incident over =
                Incidents.answered(1)
                        .resolved(Incidents.OPENED.plusSeconds(60), "the workload was deleted");

        // When
        ReceivedSlackMessage message = send(Incidents.notice(over, Change.RESOLVED));

        // Then
        assertThat(message.readable()).isEqualTo(Golden.text("slack-resolved.txt"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.driftseal.scanner.notification.HostileTexts#all")
    void staysWithinSlacksContractWhateverATenantWrites(String name, String text) throws Exception {
        // When
        ReceivedSlackMessage message =
                send(Incidents.notice(Incidents.hostile(text), Change.OPENED));

        // Then: accepted, and nothing in it mentions, links or formats
        assertThat(slack.violations()).isEmpty();
        assertThat(message.text()).contains(Incidents.identifier(7));
        assertThat(message.readable()).contains(Incidents.identifier(7));
        assertThat(message.payload().toString()).doesNotContain("<!", "<@", "<http", "@here");
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void namesTheIncidentInEveryNotification(Change change) throws Exception {
        // When
        ReceivedSlackMessage message = send(Incidents.notice(Incidents.patched(3), change));

        // Then
        assertThat(message.text()).endsWith(Incidents.identifier(3));
    }

    private ReceivedSlackMessage send(IncidentNotice notice) throws InterruptedException {
        String body = SlackMessage.of(notice, Coverage.full()).json();
        SendResult result =
                sender.send(new Delivery(1, notice.messageId(), Destination.SLACK, "k", body, 0));
        assertThat(slack.violations()).isEmpty();
        assertThat(result).isInstanceOf(SendResult.Delivered.class);
        return slack.messages().getLast();
    }
}
