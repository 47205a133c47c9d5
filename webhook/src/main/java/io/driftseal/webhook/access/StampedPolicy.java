package io.driftseal.webhook.access;

import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.Verification;
import io.driftseal.workload.Workload;

/** The runtime policy that a running workload was stamped for. */
public final class StampedPolicy {
    private StampedPolicy() {}

    /**
     * As its stamp says, also where it was amended or changed since: a change does not loosen its
     * tier. Never as its label says, which others can write. Empty without a stamp of its own that
     * can be believed.
     */
    public static String of(StampVerifier verifier, Workload workload) {
        return switch (verifier.verify(StampAnnotations.own(workload), workload)) {
            case Verification.Verified(var statement) -> statement.runtimePolicy();
            case Verification.HashMismatch(var statement, _, _) -> statement.runtimePolicy();
            case Verification.ExpiredAsParent(var statement) -> statement.runtimePolicy();
            case Verification.Missing _,
                    Verification.Malformed _,
                    Verification.UnknownKey _,
                    Verification.BadSignature _,
                    Verification.WrongSubject _ ->
                    "";
        };
    }
}
