package io.driftseal.decision;

/** Is handed every question that was put, so that its input can be kept. Returns at once. */
@FunctionalInterface
public interface InputKeeper {

    /** Takes over the question; nothing of it is copied. */
    void keep(AskedQuestion asked);

    /** Keeps nothing. */
    static InputKeeper none() {
        return asked -> {};
    }
}
