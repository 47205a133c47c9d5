package io.driftseal.system.installation;

import io.driftseal.testsupport.receiver.ContractViolation;
import io.driftseal.testsupport.receiver.Outage;
import io.driftseal.testsupport.receiver.ReceivedPagerDutyEvent;
import io.driftseal.testsupport.receiver.ReceivedSlackMessage;
import io.driftseal.testsupport.receiver.StrictPagerDutyReceiver;
import io.driftseal.testsupport.receiver.StrictSlackReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Slack and PagerDuty as local receivers that hold the sender to the real contract. */
public final class Sinks implements AutoCloseable {

    private final StrictSlackReceiver slack = StrictSlackReceiver.start();
    private final StrictPagerDutyReceiver pagerDuty = StrictPagerDutyReceiver.start();

    Sinks() {}

    String slackUrl() {
        return slack.webhookUrl().toString();
    }

    String pagerDutyUrl() {
        return pagerDuty.baseUrl().toString();
    }

    /** A secret of the scanner's configuration. */
    public String routingKey() {
        return StrictPagerDutyReceiver.ROUTING_KEY;
    }

    /** The secret part of the Slack URL. */
    public String slackPath() {
        return slack.webhookUrl().getPath();
    }

    /** Both close every connection from now on. */
    public void goAway() {
        slack.outage(Outage.dropped());
        pagerDuty.outage(Outage.dropped());
    }

    /** Slack calls every message a bad one from now on. */
    public void slackRefuses() {
        slack.outage(Outage.answering(400));
    }

    public void comeBack() {
        slack.outage(Outage.none());
        pagerDuty.outage(Outage.none());
    }

    /** What the channel shows, oldest first. */
    public List<String> slackTexts() {
        return slack.messages().stream().map(m -> m.text() + "\n" + m.readable()).toList();
    }

    /** The newest message of Slack about an incident. */
    public Optional<ReceivedSlackMessage> slackAbout(String incidentId) {
        return slack.messages().stream()
                .filter(m -> m.payload().toString().contains(incidentId))
                .reduce((first, second) -> second);
    }

    /** The newest event of PagerDuty about an incident. */
    public Optional<ReceivedPagerDutyEvent> pagerDutyAbout(String incidentId) {
        return pagerDuty.messages().stream()
                .filter(e -> e.dedupKey().equals(incidentId))
                .reduce((first, second) -> second);
    }

    /** Of the incidents whose events hold this text. */
    public Set<String> pagerDutyKeysAbout(String text) {
        return pagerDuty.messages().stream()
                .filter(e -> e.event().toString().contains(text))
                .map(ReceivedPagerDutyEvent::dedupKey)
                .collect(Collectors.toSet());
    }

    public List<String> pagerDutyKeys() {
        return pagerDuty.messages().stream().map(ReceivedPagerDutyEvent::dedupKey).toList();
    }

    /** What the real services would have refused; empty is the only good answer. */
    public List<ContractViolation> violations() {
        List<ContractViolation> all = new ArrayList<>(slack.violations());
        all.addAll(pagerDuty.violations());
        return all;
    }

    @Override
    public void close() {
        slack.close();
        pagerDuty.close();
    }
}
