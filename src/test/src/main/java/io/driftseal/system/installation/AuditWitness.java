package io.driftseal.system.installation;

import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.AuditLog;
import java.time.Duration;
import java.util.List;

/** What the API server's own audit log says, in the questions that tests and the story ask. */
public final class AuditWitness {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AuditLog log;
    private final AuditLog.Position start;

    /** Of everything since the cluster's start. */
    public AuditWitness(AuditLog log) {
        this(log, AuditLog.Position.START);
    }

    private AuditWitness(AuditLog log, AuditLog.Position start) {
        this.log = log;
        this.start = start;
    }

    /** A witness of what comes only: for an object that was refused before. */
    public AuditWitness fromNow() {
        return new AuditWitness(log, log.now());
    }

    /** A refused create or change of this object. */
    public AuditEvent refusal(String resource, String namespace, String name) {
        return refusal(resource, namespace, name, "");
    }

    /** A refused request for a subresource of this object, such as {@code exec}. */
    public AuditEvent refusal(String resource, String namespace, String name, String subresource) {
        return log.await(
                start,
                LIMIT,
                "a refused request for " + resource + " " + namespace + "/" + name,
                event ->
                        event.isAbout(resource, namespace, name)
                                && event.subresource().equals(subresource)
                                && event.responseCode() >= 400
                                && event.responseCode() != 404);
    }

    /** A request about this object that succeeded. */
    public AuditEvent success(String verb, String resource, String namespace, String name) {
        return success(verb, resource, namespace, name, "");
    }

    /** A request for a subresource of this object that succeeded. */
    public AuditEvent success(
            String verb, String resource, String namespace, String name, String subresource) {
        return log.await(
                start,
                LIMIT,
                verb + " of " + resource + " " + namespace + "/" + name,
                event ->
                        event.isAbout(resource, namespace, name)
                                && event.subresource().equals(subresource)
                                && event.verb().equals(verb)
                                && event.responseCode() < 300);
    }

    /** Every request that an account of ours made. */
    public List<AuditEvent> requestsBy(String serviceAccount) {
        return log.since(start, event -> event.user().endsWith(":" + serviceAccount));
    }
}
