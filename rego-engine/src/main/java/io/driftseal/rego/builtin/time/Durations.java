package io.driftseal.rego.builtin.time;

/** Durations for builtins of other families. */
public final class Durations {

    private Durations() {}

    /**
     * The nanoseconds of a duration as Go writes it.
     *
     * @throws io.driftseal.rego.builtin.BuiltinException where the text is none
     */
    public static long parse(String text) {
        return GoDuration.parse(text);
    }
}
