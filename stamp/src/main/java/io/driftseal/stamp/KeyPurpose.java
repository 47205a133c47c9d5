package io.driftseal.stamp;

/**
 * What a key may sign. It stands in the key file, so that a key made for one purpose is refused for
 * any other, beside the payload type in every signature.
 */
public enum KeyPurpose {
    STAMP("stamp"),
    CHECKPOINT("checkpoint"),
    GRANT("grant");

    private final String text;

    KeyPurpose(String text) {
        this.text = text;
    }

    /** As written in key files and file names. */
    public String text() {
        return text;
    }
}
