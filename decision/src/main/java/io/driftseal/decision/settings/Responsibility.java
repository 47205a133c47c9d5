package io.driftseal.decision.settings;

/** Who answers for a setting, and why it is there. */
public record Responsibility(String owner, String reason) {
    public Responsibility {
        if (owner.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("a setting has an owner and a reason");
        }
    }
}
