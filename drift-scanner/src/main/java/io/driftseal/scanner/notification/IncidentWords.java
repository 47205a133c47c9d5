package io.driftseal.scanner.notification;

import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.IncidentEntry;
import io.driftseal.scanner.incident.IncidentState;
import io.driftseal.scanner.incident.OutboxMessage.IncidentNotice;
import io.driftseal.scanner.judge.Aspect;
import io.driftseal.scanner.judge.Coverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is said of an incident, the same in every channel. The words are raw: whoever renders them
 * escapes them for its destination.
 */
final class IncidentWords {

    private final IncidentNotice notice;
    private final Incident incident;
    private final Coverage coverage;

    IncidentWords(IncidentNotice notice, Coverage coverage) {
        this.notice = notice;
        this.incident = notice.incident();
        this.coverage = coverage;
    }

    Incident incident() {
        return incident;
    }

    /** Severity as people write it, {@code CRITICAL}. */
    String severity() {
        return incident.severity().name();
    }

    /** {@code CRITICAL: drift in Pod shop/web-7d4} and its later states. */
    String title() {
        return switch (notice.change()) {
            case OPENED -> severity() + ": drift in " + workload();
            case UPDATED ->
                    (incident.isOpen() ? severity() : "RESOLVED")
                            + ", update: drift in "
                            + workload();
            case RESOLVED -> "RESOLVED: drift in " + workload();
        };
    }

    /** {@code Pod shop/web-7d4}; cluster-wide objects have no namespace. */
    String workload() {
        WorkloadReference workload = incident.workload();
        String place = workload.namespace().isEmpty() ? "" : workload.namespace() + "/";
        String name = workload.name().isEmpty() ? "(name not known)" : workload.name();
        return workload.kind() + " " + place + name;
    }

    /** The newest reason in one sentence, with its first change. */
    String headline() {
        IncidentEntry newest = incident.entries().getLast();
        return newest.difference().isEmpty()
                ? newest.message()
                : newest.message() + " (" + newest.difference().getFirst() + ")";
    }

    /**
     * Who asked for what was decided and who approved it, not who changed it afterwards: that
     * nobody here saw. {@code none} is said, so that a requester is never taken for an approver.
     */
    String provenance() {
        return "Decision requested by "
                + orNotKnown(incident.provenance().requester())
                + ", approved by "
                + approver();
    }

    String approver() {
        String approver = incident.provenance().approver();
        return approver.isEmpty() ? "none" : approver;
    }

    /** Whom to ask why a rule let it pass, one line each; none if it rests on no exemption. */
    List<String> exemptions() {
        return incident.provenance().exemptions().stream()
                .map(e ->
                        e.rule()
                                + " until "
                                + e.expires()
                                + ", owner "
                                + e.owner()
                                + ": "
                                + e.reason()
                                + " ["
                                + e.id()
                                + "]")
                .toList();
    }

    static String orNotKnown(String text) {
        return text.isEmpty() ? "not known" : text;
    }

    /** Every reason and under it every change, oldest first, one line each. */
    List<String> changes() {
        List<String> lines = new ArrayList<>();
        for (IncidentEntry entry : incident.entries()) {
            lines.add(entry.reason().wire() + ": " + entry.message());
            entry.difference().forEach(sentence -> lines.add("  " + sentence));
        }
        return lines;
    }

    /** Why it is over; empty while it is not. */
    String resolution() {
        return switch (incident.state()) {
            case IncidentState.Open _ -> "";
            case IncidentState.Resolved resolved -> resolved.because();
        };
    }

    /** What the responder did and how it is known, one line each; one line if it did nothing. */
    List<String> responses() {
        return incident.responses().isEmpty()
                ? List.of("nothing reported yet")
                : incident.responses().stream().map(IncidentWords::response).toList();
    }

    private static String response(ResponseOutcome outcome) {
        String result =
                switch (outcome.result()) {
                    case DONE -> "done, " + proof(outcome);
                    case SKIPPED -> "skipped";
                    case FAILED -> "FAILED";
                    case WOULD_DO -> "dry run, would be done";
                };
        return outcome.action()
                + ": "
                + result
                + (outcome.detail().isEmpty() ? "" : ". " + outcome.detail())
                + outcome.auditId().map(id -> " [audit " + id + "]").orElse("")
                + outcome.undo().map(undo -> " [undo: " + undo + "]").orElse("");
    }

    private static String proof(ResponseOutcome outcome) {
        return switch (outcome.proof()) {
            case PROVED -> "proved";
            case INFERRED -> "inferred, not proved";
            case UNKNOWN -> "effect unknown";
            case NOT_EFFECTIVE -> "NOT EFFECTIVE";
        };
    }

    /** What nobody could look at: silence about it is not safety. */
    String notObserved() {
        return coverage.notObserved().stream()
                .map(Aspect::wire)
                .map(wire -> wire.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
