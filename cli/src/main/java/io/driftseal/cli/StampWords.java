package io.driftseal.cli;

import io.driftseal.stamp.Verification;
import io.driftseal.stamp.Verification.BadSignature;
import io.driftseal.stamp.Verification.ExpiredAsParent;
import io.driftseal.stamp.Verification.HashMismatch;
import io.driftseal.stamp.Verification.Malformed;
import io.driftseal.stamp.Verification.Missing;
import io.driftseal.stamp.Verification.UnknownKey;
import io.driftseal.stamp.Verification.Verified;
import io.driftseal.stamp.Verification.WrongSubject;

/** What a verification says, in a sentence. */
final class StampWords {

    private StampWords() {}

    static String of(Verification verification) {
        return switch (verification) {
            case Verified(var statement) ->
                    "verified: as approved by decision " + statement.decisionId();
            case Missing _ -> "missing: the object has no stamp of its own kind";
            case Malformed(String reason) -> "malformed: " + reason;
            case UnknownKey(String keyId) ->
                    "unknown key: no key "
                            + keyId
                            + " in the file was valid when this says it was issued";
            case BadSignature(String keyId) -> "bad signature: key " + keyId + " did not sign this";
            case ExpiredAsParent(var statement) ->
                    "expired as parent since " + statement.parentUntil();
            case WrongSubject(var statement, String reason) ->
                    "wrong subject (decision " + statement.decisionId() + "): " + reason;
            case HashMismatch(var statement, var live, var _) ->
                    "hash mismatch: decision "
                            + statement.decisionId()
                            + " approved "
                            + statement.hash()
                            + ", the object is "
                            + live;
        };
    }
}
