package io.driftseal.rego.conformance;

/** What came of one case. */
sealed interface Verdict {

    /** This engine answers what OPA answers. */
    record Passed() implements Verdict {}

    /** It does not. */
    record Failed(String difference) implements Verdict {}

    /** The case does not ask this engine anything. */
    record NotApplicable(Reason reason) implements Verdict {}

    /** Closed: a case that fails for another reason fails. */
    enum Reason {
        /** The policy calls what reaches the network. */
        NETWORK("the policy calls http.send or net.lookup_ip_addr, which are refused at load"),
        /** The policy calls what reads the machine's environment. */
        ENVIRONMENT("the policy calls opa.runtime, or the case sets variables of the environment");

        private final String meaning;

        Reason(String meaning) {
            this.meaning = meaning;
        }

        String meaning() {
            return meaning;
        }
    }
}
