package io.driftseal.scanner.notification;

import io.driftseal.decision.Severity;
import io.driftseal.evidence.ExemptionEntry;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.check.ReasonCode;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.IncidentEntry;
import io.driftseal.scanner.incident.IncidentState;
import io.driftseal.scanner.incident.OutboxMessage.Change;
import io.driftseal.scanner.incident.OutboxMessage.IncidentNotice;
import io.driftseal.scanner.incident.Provenance;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Incidents as on-call meets them, and one that an intruder would write. */
final class Incidents {

    static final Instant OPENED = Instant.parse("2026-11-23T21:14:07Z");

    private static final String PLAN = "pln-0193578c-7a10-7c3f-9d4e-2b6f5a1c8e90";

    private Incidents() {}

    static String identifier(int number) {
        return String.format(Locale.ROOT, "inc-0193578c-0000-7000-8000-%012x", number);
    }

    /** Someone patched the image of a running pod. */
    static Incident patched(int number) {
        return new Incident(
                identifier(number),
                new WorkloadReference(
                        "Pod",
                        "shop",
                        "web-6d5f7c9b8-x2x4q",
                        "0b0c7a51-4a6e-4b59-9d53-6f1d6a3c9b11"),
                Severity.CRITICAL,
                new IncidentState.Open(),
                OPENED,
                OPENED,
                new Provenance(
                        "dec-0193578b-1111-7000-8000-00000000000a",
                        "system:serviceaccount:argocd:argocd-application-controller",
                        "",
                        "restricted",
                        List.of()),
                List.of("slack", "pagerduty"),
                List.of(
                        new IncidentEntry(
                                "fnd-" + "a".repeat(32),
                                ReasonCode.FORM_CHANGED,
                                Severity.CRITICAL,
                                "The running pod is not what was approved",
                                List.of(
                                        "spec.containers[name=app].image was"
                                                + " registry.example/shop/web:1.4, is"
                                                + " registry.example/x/miner:9",
                                        "spec.containers[name=app].securityContext.privileged was"
                                                + " not set, is true"),
                                OPENED)),
                List.of());
    }

    /** The same, after the responder acted. */
    static Incident answered(int number) {
        return patched(number)
                .with(
                        outcome(
                                "1",
                                "deny-tokens",
                                ResponseOutcome.Proof.PROVED,
                                "A dry-run write with the pod's token was answered 403",
                                Optional.of("8f14e45f-ceea-467f-a9b2-1c6a3c7e0d11")))
                .with(
                        outcome(
                                "2",
                                "delete-pod",
                                ResponseOutcome.Proof.INFERRED,
                                "The pod object is gone; no token was handed over, and whether its"
                                        + " process ended was not observed",
                                Optional.empty()));
    }

    private static ResponseOutcome outcome(
            String number,
            String action,
            ResponseOutcome.Proof proof,
            String detail,
            Optional<String> auditId) {
        return new ResponseOutcome(
                "out-" + number.repeat(32),
                PLAN,
                identifier(1),
                OPENED.plusSeconds(12),
                action,
                ResponseOutcome.Result.DONE,
                proof,
                detail,
                auditId,
                action.equals("deny-tokens")
                        ? Optional.of("driftseal respond undo " + PLAN)
                        : Optional.empty());
    }

    /** Every field that a tenant can write holds this text. */
    static Incident hostile(String text) {
        String name = text.length() > 253 ? text.substring(0, 253) : text;
        String namespace = text.length() > 63 ? text.substring(0, 63) : text;
        return new Incident(
                identifier(7),
                new WorkloadReference("Pod", namespace, name, "uid"),
                Severity.ERROR,
                new IncidentState.Open(),
                OPENED,
                OPENED,
                new Provenance(text, text, text, text, exemptions(text)),
                List.of("slack"),
                Collections.nCopies(
                        Incident.MAXIMUM_ENTRIES,
                        new IncidentEntry(
                                "fnd-" + "b".repeat(32),
                                ReasonCode.FORM_CHANGED,
                                Severity.ERROR,
                                text,
                                Collections.nCopies(20, text),
                                OPENED)),
                Collections.nCopies(
                        Incident.MAXIMUM_ENTRIES,
                        new ResponseOutcome(
                                "out-" + "3".repeat(32),
                                PLAN,
                                identifier(7),
                                OPENED,
                                "delete-pod",
                                ResponseOutcome.Result.FAILED,
                                ResponseOutcome.Proof.UNKNOWN,
                                text.length() > 4_000 ? text.substring(0, 4_000) : text,
                                Optional.of("audit"),
                                Optional.empty())));
    }

    /** As many as an incident may name, each as long as a record may hold it. */
    private static List<ExemptionEntry> exemptions(String text) {
        String any = text.isEmpty() ? "-" : text;
        String bounded = any.length() > 256 ? any.substring(0, 256) : any;
        return IntStream.range(0, Provenance.MAXIMUM_EXEMPTIONS)
                .mapToObj(i -> new ExemptionEntry("id-" + i, bounded, bounded, bounded, bounded))
                .toList();
    }

    /** The same pod, which a rule had let pass by an exemption. */
    static Incident exempt(int number) {
        Incident patched = patched(number);
        Provenance known = patched.provenance();
        return new Incident(
                patched.incidentId(),
                patched.workload(),
                patched.severity(),
                patched.state(),
                patched.openedAt(),
                patched.updatedAt(),
                new Provenance(
                        known.decisionId(),
                        known.requester(),
                        known.approver(),
                        known.runtimePolicy(),
                        List.of(
                                new ExemptionEntry(
                                        "legacy-agent",
                                        "host-path",
                                        "team-node",
                                        "replaced in Q1",
                                        "2027-01-31T00:00:00Z"))),
                patched.channels(),
                patched.entries(),
                patched.responses());
    }

    static IncidentNotice notice(Incident incident, Change change) {
        return new IncidentNotice(
                "ntc-" + incident.incidentId() + "-" + change, "slack", change, incident);
    }

    static IncidentNotice notice(Incident incident, Change change, String channel) {
        return new IncidentNotice(
                "ntc-" + incident.incidentId() + "-" + change + "-" + channel,
                channel,
                change,
                incident);
    }
}
