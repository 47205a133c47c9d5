package io.driftseal.decision;

/** Actions that a plan may name. */
public enum ResponseAction {
    /** Deny writes made with the pod's tokens, by the pod's uid. */
    DENY_TOKENS("deny-tokens"),
    /** Delete the pod with no grace. */
    DELETE_POD("delete-pod");

    private final String wireName;

    ResponseAction(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
