package io.driftseal.scanner.judge;

import io.driftseal.decision.Severity;
import java.util.List;

/**
 * What policy makes of the findings.
 *
 * @param severity of all of them
 * @param incident whether they make an incident, or are evidence only
 * @param channels that must hear of it
 */
public record Judgement(Severity severity, boolean incident, List<String> channels) {
    public Judgement {
        channels = List.copyOf(channels);
    }
}
