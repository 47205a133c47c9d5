package io.driftseal.cli;

/** What the command's exit status means; stated in every help text. */
final class ExitCode {

    /** Done, and the answer is yes where one was asked for. */
    static final int YES = 0;

    /** Could not be done, or the answer is no. */
    static final int NO = 1;

    private ExitCode() {}
}
