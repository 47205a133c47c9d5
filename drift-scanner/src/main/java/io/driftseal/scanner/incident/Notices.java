package io.driftseal.scanner.incident;

import io.driftseal.scanner.incident.OutboxMessage.Change;
import io.driftseal.scanner.incident.OutboxMessage.IncidentNotice;
import java.util.ArrayList;
import java.util.List;

/** Messages about an incident, one for each of its channels, with ids that repeat for a repeat. */
public final class Notices {

    /** Events v2 opens a new incident for a trigger after the resolve: nothing is added there. */
    private static final String TAKES_NOTHING_AFTER_RESOLVE = "pagerduty";

    private Notices() {}

    /** An incident was opened. */
    public static List<OutboxMessage> opened(Incident incident) {
        return notices(incident, Change.OPENED, "opened");
    }

    /** An incident has a further line; {@code cause} is the id of the finding or outcome. */
    public static List<OutboxMessage> updated(Incident incident, String cause) {
        return notices(incident, Change.UPDATED, "updated/" + cause);
    }

    /** An incident is over. */
    public static List<OutboxMessage> resolved(Incident incident) {
        return notices(incident, Change.RESOLVED, "resolved");
    }

    private static List<OutboxMessage> notices(Incident incident, Change change, String what) {
        List<OutboxMessage> notices = new ArrayList<>();
        for (String channel : incident.channels()) {
            boolean tooLate = change == Change.UPDATED && !incident.isOpen();
            if (!(tooLate && channel.equals(TAKES_NOTHING_AFTER_RESOLVE))) {
                notices.add(
                        new IncidentNotice(
                                incident.incidentId() + "/" + what + "/" + channel,
                                channel,
                                change,
                                incident));
            }
        }
        return notices;
    }
}
