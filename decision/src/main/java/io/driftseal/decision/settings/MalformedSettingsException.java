package io.driftseal.decision.settings;

/** A settings file that may not be loaded. The message names file and line, and what to change. */
public final class MalformedSettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedSettingsException(String file, int line, String sentence) {
        super(file + ":" + line + ": " + sentence);
    }

    MalformedSettingsException(String sentence) {
        super(sentence);
    }
}
