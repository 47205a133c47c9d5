package io.driftseal.webhook.access;

import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.decision.AccessedPod;
import io.driftseal.decision.DecisionReference;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.DecisionRecord.Point;
import io.driftseal.evidence.DoorUse;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.webhook.review.DecisionJournal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Records of door reviews; nothing is kept of a dry run. */
public final class AccessRecords {
    private static final int LONGEST_DETAIL = 512;

    private final DecisionJournal journal;
    private final RepeatedUses repeated;
    private final InstantSource clock;

    public AccessRecords(DecisionJournal journal, InstantSource clock) {
        this.journal = journal;
        this.repeated = new RepeatedUses(clock);
        this.clock = clock;
    }

    /** The decision under which the use is on record: an earlier one, if this repeats it. */
    DecisionReference record(
            Visit visit,
            DecisionReference reference,
            Outcome outcome,
            List<ReasonEntry> reasons,
            String grant) {
        if (visit.request().dryRun()) {
            return reference;
        }
        DecisionRecord record = of(visit, reference, outcome, reasons, grant);
        Optional<DecisionReference> earlier = repeated.recorded(visit, record, reference);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        journal.record(record);
        return reference;
    }

    private DecisionRecord of(
            Visit visit,
            DecisionReference reference,
            Outcome outcome,
            List<ReasonEntry> reasons,
            String grant) {
        Optional<AccessedPod> pod = onlyPod(visit.target());
        return new DecisionRecord(
                reference.decisionId(),
                clock.instant(),
                Point.ACCESS,
                visit.request().operation().name(),
                about(visit, pod),
                visit.namespace().mode().wireName(),
                outcome,
                visit.request().requester().username(),
                "",
                "",
                Optional.empty(),
                pod.map(AccessedPod::runtimePolicy).orElse(""),
                reference.bundleRevision(),
                reference.inputDigest(),
                reasons,
                Optional.of(
                        new DoorUse(
                                visit.session().door().wireName(),
                                visit.session().container(),
                                RedactedCommand.of(visit.session().command()),
                                detail(visit),
                                grant)));
    }

    /** The one that was entered, where no other can have been. */
    private static Optional<AccessedPod> onlyPod(AccessTarget target) {
        return target.podsKnown() && target.pods().size() == 1
                ? Optional.of(target.pods().getFirst())
                : Optional.empty();
    }

    /** A pod that was certainly entered is what the scanner looks at; else what has the door. */
    private static WorkloadReference about(Visit visit, Optional<AccessedPod> pod) {
        AccessTarget target = visit.target();
        String namespace = visit.namespace().name();
        return pod.map(only -> new WorkloadReference("Pod", namespace, only.name(), only.uid()))
                .orElseGet(() ->
                        new WorkloadReference(
                                target.kind(), namespace, target.name(), target.uid()));
    }

    private static String detail(Visit visit) {
        List<String> details = new ArrayList<>();
        AccessSession session = visit.session();
        if (!visit.target().kind().equals("Pod")) {
            details.add(visit.target().kind() + " " + visit.target().name());
        }
        if (!session.destination().port().isEmpty()) {
            details.add("port " + session.destination().port());
        }
        session.token().ifPresent(token -> details.add(token(token)));
        switch (session.door()) {
            case SERVICE_PROXY -> details.add(behind(visit.target()));
            case NODE_PROXY -> details.add("path " + session.destination().path());
            case EXEC, ATTACH, PORT_FORWARD, POD_PROXY, EPHEMERAL_CONTAINER, RESIZE -> {
                // The pod is the record's own workload.
            }
            case EVICTION, TOKEN_REQUEST -> {
                // Nothing more is known.
            }
        }
        String text = String.join(", ", details).replaceAll("[\\p{Cntrl}]", "?");
        return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + "...";
    }

    /** Whom it is for and how long, never the token: it does not exist yet. */
    private static String token(AccessSession.RequestedToken token) {
        String bound =
                token.boundKind().isEmpty()
                        ? "bound to nothing"
                        : "bound to " + token.boundKind() + " " + token.boundName();
        return "audiences "
                + String.join(" ", token.audiences())
                + ", "
                + token.expirationSeconds()
                + " s, "
                + bound;
    }

    private static String behind(AccessTarget target) {
        String pods =
                target.pods().stream().map(AccessedPod::name).collect(Collectors.joining(" "));
        return (pods.isEmpty() ? "no pod" : "pods " + pods)
                + (target.podsKnown() ? "" : " and others that are not known");
    }
}
