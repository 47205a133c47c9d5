package io.driftseal.scanner.incident;

import io.driftseal.scanner.check.Baselines;
import io.driftseal.scanner.check.RecordedAmendments;
import io.driftseal.scanner.check.RecordedDecisions;
import io.driftseal.scanner.check.StampSightings;
import io.driftseal.scanner.judge.VerdictStore;

/** Everything that is kept, in one commit: all of it happens or none. */
public interface Transaction {

    EvidenceStore evidence();

    RecordedDecisions decisions();

    RecordedAmendments amendments();

    StampSightings stamps();

    Baselines baselines();

    VerdictStore verdicts();

    IncidentStore incidents();

    FirstSights firstSights();

    Gaps gaps();

    Outbox outbox();
}
