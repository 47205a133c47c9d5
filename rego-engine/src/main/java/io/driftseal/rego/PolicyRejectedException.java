package io.driftseal.rego;

import java.util.List;

/** A bundle that is not loaded: damaged, or with a policy that this engine does not run. */
public final class PolicyRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    PolicyRejectedException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each with file and line where it has one: {@code policy.rego:12: http.send ...}. */
    public List<String> problems() {
        return problems;
    }
}
