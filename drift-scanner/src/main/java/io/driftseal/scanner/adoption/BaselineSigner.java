package io.driftseal.scanner.adoption;

import java.util.List;

/**
 * Someone else reads the workloads and signs what they are: this process has no key, and its word
 * alone would be worth as much as its file.
 */
@FunctionalInterface
public interface BaselineSigner {

    /** Most workloads in one question. */
    int MAXIMUM_ASKED = 50;

    /**
     * @param asked at most {@link #MAXIMUM_ASKED}
     */
    Outcome sign(List<Candidate> asked) throws InterruptedException;

    /** What came of a question. */
    sealed interface Outcome {}

    /**
     * @param answers one for each workload asked, in that order
     */
    record Answered(List<Answer> answers) implements Outcome {
        public Answered {
            answers = List.copyOf(answers);
        }
    }

    /**
     * Nobody answered.
     *
     * @param reason one sentence
     */
    record Away(String reason) implements Outcome {}

    /** What came of one workload. */
    sealed interface Answer {}

    /**
     * @param envelope DSSE text
     */
    record Signed(String envelope) implements Answer {}

    /**
     * @param cause a word: {@code changed}, {@code gone}, ...
     */
    record NotSigned(String cause) implements Answer {}
}
