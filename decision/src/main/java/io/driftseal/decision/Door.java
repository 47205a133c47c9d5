package io.driftseal.decision;

import java.util.Optional;

/**
 * API paths by which a running workload can be entered, changed, ended or impersonated. The wire
 * names are a public contract for policies, records, grants and alerts.
 */
public enum Door {
    EXEC("exec", "pods", "exec", Act.CONNECT),
    ATTACH("attach", "pods", "attach", Act.CONNECT),
    PORT_FORWARD("port-forward", "pods", "portforward", Act.CONNECT),
    POD_PROXY("pod-proxy", "pods", "proxy", Act.CONNECT),
    SERVICE_PROXY("service-proxy", "services", "proxy", Act.CONNECT),
    /** The kubelet's own API: everything on the node, exec in every container of it included. */
    NODE_PROXY("node-proxy", "nodes", "proxy", Act.CONNECT),
    EPHEMERAL_CONTAINER("ephemeral-container", "pods", "ephemeralcontainers", Act.UPDATE),
    RESIZE("resize", "pods", "resize", Act.UPDATE),
    EVICTION("eviction", "pods", "eviction", Act.CREATE),
    TOKEN_REQUEST("token-request", "serviceaccounts", "token", Act.CREATE);

    /** The operation of an admission review by which a door is knocked at. */
    public enum Act {
        CONNECT,
        CREATE,
        UPDATE
    }

    private final String wireName;
    private final String plural;
    private final String subResource;
    private final Act act;

    Door(String wireName, String plural, String subResource, Act act) {
        this.wireName = wireName;
        this.plural = plural;
        this.subResource = subResource;
        this.act = act;
    }

    /** The door of a sub-resource in the core group; empty where there is none. */
    public static Optional<Door> of(String plural, String subResource, String operation) {
        for (Door door : values()) {
            if (door.plural.equals(plural)
                    && door.subResource.equals(subResource)
                    && door.act.name().equals(operation)) {
                return Optional.of(door);
            }
        }
        return Optional.empty();
    }

    /** The door of this name; empty for a name that this version does not know. */
    public static Optional<Door> named(String wireName) {
        for (Door door : values()) {
            if (door.wireName.equals(wireName)) {
                return Optional.of(door);
            }
        }
        return Optional.empty();
    }

    /** As in policies, records and grants, for example {@code port-forward}. */
    public String wireName() {
        return wireName;
    }

    /** The resource that the door belongs to, {@code pods}. */
    public String plural() {
        return plural;
    }

    /** {@code portforward}. */
    public String subResource() {
        return subResource;
    }

    public Act act() {
        return act;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
