package io.driftseal.decision;

import java.util.Objects;

/** What is known of an approval from outside, verified before policy sees it. */
public sealed interface ApprovalFacts {

    /** The word in the input document. */
    String state();

    /** Verified approver, empty if there is none; never the requester. */
    default String approver() {
        return "";
    }

    /** Why an approval that came with the object does not count; empty otherwise. */
    default String explanation() {
        return "";
    }

    /** Nobody approved. */
    record None() implements ApprovalFacts {
        @Override
        public String state() {
            return "none";
        }
    }

    /** A dry run that asks for the form to be approved; nothing is stored by it. */
    record Requested() implements ApprovalFacts {
        @Override
        public String state() {
            return "requested";
        }
    }

    /** Signed by a key that the administrators list under this name, for this object and form. */
    record Verified(String approver) implements ApprovalFacts {
        public Verified {
            if (approver.isBlank()) {
                throw new IllegalArgumentException("a verified approval names its approver");
            }
        }

        @Override
        public String state() {
            return "verified";
        }
    }

    /** An approval came with the object and does not hold. */
    record Refused(String explanation) implements ApprovalFacts {
        public Refused {
            Objects.requireNonNull(explanation, "explanation");
        }

        @Override
        public String state() {
            return "refused";
        }
    }
}
