package io.driftseal.scanner.adoption;

/** Nobody signs now; what was signed before stays adopted. */
public final class AdoptionStoppedException extends Exception {

    private static final long serialVersionUID = 1L;

    AdoptionStoppedException(String reason) {
        super(reason);
    }
}
