package io.driftseal.webhook.amendment;

import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.decision.AccessedPod;
import io.driftseal.decision.Door;
import io.driftseal.decision.Mode;
import io.driftseal.decision.Reason;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.webhook.access.DoorAnswer;
import io.driftseal.webhook.access.StampedPolicy;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.Notes;
import io.driftseal.webhook.stamping.Candidate;
import io.driftseal.workload.LaterChange;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The review of {@code pods/ephemeralcontainers} and {@code pods/resize}: the two doors by which a
 * running pod may become another one. Policy decides by the tier of the pod's stamp; what it
 * approves becomes a signed amendment before it is answered. The API server discards metadata that
 * such a request brings, so the amendment is a record and no annotation.
 */
public final class AmendmentReview {
    private static final String NOT_KEPT = "amendment-not-kept";

    private final StampVerifier verifier;
    private final DoorPolicy policy;
    private final AmendmentDesk desk;
    private final AmendmentRecords records;

    public AmendmentReview(
            StampVerifier verifier,
            DoorPolicy policy,
            AmendmentDesk desk,
            AmendmentRecords records) {
        this.verifier = verifier;
        this.policy = policy;
        this.desk = desk;
        this.records = records;
    }

    /**
     * Empty where the request is not one of these doors, or changes more than the door may: then it
     * is judged like any change of a pod.
     */
    public Optional<AdmissionOutcome> review(Candidate candidate) {
        Optional<Door> door =
                Door.of(
                        candidate.request().resource().plural(),
                        candidate.request().resource().subResource(),
                        candidate.request().operation().name());
        Optional<Workload> before = candidate.old();
        if (door.isEmpty() || before.isEmpty()) {
            return Optional.empty();
        }
        LaterChange change = LaterChange.between(before.get(), candidate.incoming());
        if (!opensOnly(door.get(), change)) {
            return Optional.empty();
        }
        String runtimePolicy = StampedPolicy.of(verifier, before.get());
        var knock = new Knock(candidate, before.get(), session(door.get(), change), runtimePolicy);
        return Optional.of(answer(knock, policy.ask(candidate, knock.session(), target(knock))));
    }

    private static boolean opensOnly(Door door, LaterChange change) {
        return change.nothingElse()
                && switch (door) {
                    case EPHEMERAL_CONTAINER ->
                            !change.containers().isEmpty() && change.resources().isEmpty();
                    case RESIZE -> change.containers().isEmpty();
                    case EXEC,
                            ATTACH,
                            PORT_FORWARD,
                            POD_PROXY,
                            SERVICE_PROXY,
                            NODE_PROXY,
                            EVICTION,
                            TOKEN_REQUEST ->
                            false;
                };
    }

    private static AccessSession session(Door door, LaterChange change) {
        JsonObject first =
                change.containers().isEmpty() ? JsonObject.EMPTY : change.containers().getFirst();
        List<String> command = first.array("command").stream().map(AmendmentReview::text).toList();
        return AccessSession.changing(door, first.string("name").orElse(""), command, change);
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString text ? text.value() : "";
    }

    private static AccessTarget target(Knock knock) {
        Workload pod = knock.before();
        return AccessTarget.pod(
                new AccessedPod(
                        pod.name().orElse(""),
                        pod.uid().orElse(""),
                        pod.labels(),
                        knock.runtimePolicy()));
    }

    private AdmissionOutcome answer(Knock knock, DoorAnswer answer) {
        return switch (answer) {
            case DoorAnswer.Open open -> opened(knock, open);
            case DoorAnswer.Shut(_, var reasons) ->
                    closed(
                            knock,
                            answer,
                            Outcome.WOULD_REFUSE,
                            entries(reasons),
                            reasons.stream()
                                    .map(Reason::message)
                                    .collect(Collectors.joining("; ")));
            case DoorAnswer.Undecided(_, var why, var detail) ->
                    closed(
                            knock,
                            answer,
                            Outcome.UNDECIDED,
                            List.of(new ReasonEntry("undecided", why, detail)),
                            why);
        };
    }

    private AdmissionOutcome opened(Knock knock, DoorAnswer.Open open) {
        Candidate candidate = knock.candidate();
        if (!candidate.request().dryRun()) {
            Optional<String> notKept =
                    desk.issue(
                            candidate,
                            knock.before(),
                            knock.session().door(),
                            open,
                            knock.runtimePolicy());
            if (notKept.isPresent()) {
                return closed(
                        knock,
                        open,
                        Outcome.UNDECIDED,
                        List.of(new ReasonEntry(NOT_KEPT, notKept.get(), "")),
                        notKept.get());
            }
        }
        records.record(knock, open, Outcome.ADMITTED, entries(open.warnings()));
        return new AdmissionOutcome.Admitted(
                notes(knock, open, open.warnings().stream().map(Reason::message).toList()));
    }

    private AdmissionOutcome closed(
            Knock knock,
            DoorAnswer answer,
            Outcome letThrough,
            List<ReasonEntry> reasons,
            String explanation) {
        boolean enforced = knock.candidate().namespace().mode() == Mode.ENFORCE;
        records.record(knock, answer, enforced ? Outcome.REFUSED : letThrough, reasons);
        return enforced
                ? new AdmissionOutcome.Refused(
                        explanation + " (decision " + answer.reference().decisionId() + ")",
                        notes(knock, answer, List.of()))
                : new AdmissionOutcome.Admitted(
                        notes(
                                knock,
                                answer,
                                List.of("driftseal would refuse this: " + explanation)));
    }

    private static Notes notes(Knock knock, DoorAnswer answer, List<String> warnings) {
        Map<String, String> audit = new LinkedHashMap<>();
        audit.put("decision-id", answer.reference().decisionId());
        audit.put("configuration-hash", knock.candidate().hash().hex());
        audit.put("bundle-revision", answer.reference().bundleRevision());
        if (answer instanceof DoorAnswer.Open open && !open.grant().isEmpty()) {
            audit.put("grant", open.grant());
        }
        Notes notes = Notes.audited(audit);
        return knock.candidate().namespace().mode() == Mode.OBSERVE
                ? notes
                : notes.warning(warnings);
    }

    private static List<ReasonEntry> entries(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> new ReasonEntry(reason.code(), reason.message(), reason.field()))
                .toList();
    }
}
