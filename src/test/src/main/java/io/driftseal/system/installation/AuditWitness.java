package io.driftseal.system.installation;

import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.AuditLog;
import java.time.Duration;
import java.util.List;

/** What the API server's own audit log says, in the questions that tests and the story ask. */
public final class AuditWitness {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A controller that was refused comes again in its own time. */
    private static final Duration CONTROLLER_LIMIT = Duration.ofSeconds(90);

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

    /** Of a pod of this namespace; the audit log does not say a name that is generated. */
    public AuditEvent refusalOfPod(String namespace) {
        return refusalOfPod(namespace, "");
    }

    /**
     * @param words in what the requester was told
     */
    public AuditEvent refusalOfPod(String namespace, String words) {
        return log.await(
                start,
                CONTROLLER_LIMIT,
                "a refused creation of a pod in " + namespace,
                event ->
                        createsPod(event, namespace)
                                && event.responseCode() == 403
                                && event.responseMessage().contains(words));
    }

    /** How every creation of a pod in this namespace was answered. */
    public List<Integer> podCreations(String namespace) {
        return log.since(start, event -> createsPod(event, namespace)).stream()
                .map(AuditEvent::responseCode)
                .toList();
    }

    private static boolean createsPod(AuditEvent event, String namespace) {
        return event.namespace().equals(namespace)
                && event.resource().equals("pods")
                && event.subresource().isEmpty()
                && event.verb().equals("create");
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
