package io.driftseal.decision.bundle;

import java.util.List;
import java.util.stream.Collectors;

/** Policies cannot be loaded. The message names file and line, and what to change. */
public final class PolicyRefusedException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MAXIMUM_SHOWN = 10;

    private final transient List<PolicyProblem> problems;

    public PolicyRefusedException(String message) {
        super(message);
        this.problems =
                List.of(
                        PolicyProblem.of(
                                message.replaceFirst("^(policies|settings) refused: ", "")));
    }

    /**
     * The first ten are in the message.
     *
     * @param problems one at least
     */
    public PolicyRefusedException(List<PolicyProblem> problems) {
        super(
                problems.stream()
                        .limit(MAXIMUM_SHOWN)
                        .map(PolicyProblem::toString)
                        .collect(Collectors.joining("; ", "policies refused: ", "")));
        this.problems = List.copyOf(problems);
    }

    /** All of them, one at least. */
    public List<PolicyProblem> problems() {
        return problems;
    }
}
