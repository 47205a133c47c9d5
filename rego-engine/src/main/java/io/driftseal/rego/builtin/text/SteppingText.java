package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.BuiltinContext;

/**
 * A text that counts how often it is looked at, so that a long match ends at the evaluation's
 * limits.
 */
final class SteppingText implements CharSequence {

    /** Looks between two counts. */
    private static final int INTERVAL = 1_024;

    /**
     * Shorter texts are matched at once: within a fraction of a millisecond whatever the pattern.
     */
    private static final int SHORT = 2_048;

    private final String text;
    private final BuiltinContext context;
    private int looks;

    private SteppingText(String text, BuiltinContext context) {
        this.text = text;
        this.context = context;
    }

    /** The text itself where it is short; its length is counted then. */
    static CharSequence of(String text, BuiltinContext context) {
        if (text.length() <= SHORT) {
            context.step(1 + text.length() / 16);
            return text;
        }
        return new SteppingText(text, context);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++looks == INTERVAL) {
            looks = 0;
            context.step(INTERVAL);
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
