package io.driftseal.system.tools;

/**
 * A tool can be neither found nor made; the message is a sentence for the person at the terminal.
 */
final class ToolException extends Exception {
    private static final long serialVersionUID = 1L;

    ToolException(String sentence) {
        super(sentence);
    }

    ToolException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
