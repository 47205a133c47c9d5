package io.driftseal.system.coexistence;

import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.installation.Installation;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What the API server's audit log holds of one namespace since a moment. */
record Period(AuditLog log, AuditLog.Position since, String namespace) {

    private static final Set<String> READS = Set.of("get", "list", "watch");
    private static final String STAMPED_BY = "mutation.webhook.admission.k8s.io/round_";

    static Period from(Installation driftseal, String namespace) {
        AuditLog log = driftseal.cluster().auditLog();
        return new Period(log, log.now(), namespace);
    }

    /** Requests that we refused, or that failed because of us, as user, verb, object and words. */
    List<String> refusals() {
        return events(event ->
                        event.responseCode() >= 400
                                && (event.responseMessage().contains("driftseal")
                                        || event.responseMessage().contains("admission webhook")))
                .stream()
                .map(Period::words)
                .toList();
    }

    /** Writes to anything in the namespace by accounts of ours. */
    List<String> writesOfOurs() {
        return events(event ->
                        event.user().startsWith("system:serviceaccount:driftseal-system:")
                                && !READS.contains(event.verb()))
                .stream()
                .map(Period::words)
                .toList();
    }

    /** Requests in which the stamping webhook was asked twice. */
    List<String> askedTwice() {
        return events(event ->
                        event.annotations().entrySet().stream()
                                        .filter(entry -> entry.getKey().startsWith(STAMPED_BY))
                                        .filter(entry ->
                                                entry.getValue().contains("zz-driftseal-stamp"))
                                        .count()
                                > 1)
                .stream()
                .map(Period::words)
                .toList();
    }

    /** Successful writes of this kind to objects of a resource, without its sub-resources. */
    List<AuditEvent> successes(String verb, String resource) {
        return events(event ->
                event.verb().equals(verb)
                        && event.resource().equals(resource)
                        && event.subresource().isEmpty()
                        && event.responseCode() < 300);
    }

    List<AuditEvent> events(Predicate<AuditEvent> wanted) {
        return log.since(since, event -> event.namespace().equals(namespace) && wanted.test(event));
    }

    private static String words(AuditEvent event) {
        return "%s %s %s/%s %s: %d %s"
                .formatted(
                        event.user(),
                        event.verb(),
                        event.resource(),
                        event.name(),
                        event.subresource(),
                        event.responseCode(),
                        event.responseMessage());
    }
}
