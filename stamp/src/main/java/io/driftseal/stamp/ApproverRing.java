package io.driftseal.stamp;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The approvers whom administrators list; revoked keys stay listed, so that whoever meets one hears
 * that it was revoked.
 *
 * @param keys at most {@value #MAXIMUM_KEYS}, with different ids; none approves nothing
 */
public record ApproverRing(List<ApproverKey> keys) {

    /** People, their devices and a few years of both; beyond it approval should be delegated. */
    public static final int MAXIMUM_KEYS = 128;

    public ApproverRing {
        keys = List.copyOf(keys);
        if (keys.size() > MAXIMUM_KEYS) {
            throw new IllegalArgumentException(
                    "a ring of approvers holds at most " + MAXIMUM_KEYS + " keys");
        }
        var kids = new HashSet<String>();
        for (ApproverKey key : keys) {
            if (!kids.add(key.key().kid())) {
                throw new IllegalArgumentException("key id appears twice: " + key.key().kid());
            }
        }
    }

    public Optional<ApproverKey> find(String kid) {
        return keys.stream().filter(entry -> entry.key().kid().equals(kid)).findFirst();
    }
}
