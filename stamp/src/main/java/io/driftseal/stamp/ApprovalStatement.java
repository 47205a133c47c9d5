package io.driftseal.stamp;

import io.driftseal.workload.ConfigurationHash;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What an approval says: this configuration, of this one object, may be admitted until then. It is
 * bound to kind, namespace and name, because the same configuration is not the same risk
 * everywhere.
 *
 * @param formVersion of the hash
 * @param approver the name by which administrators list the key
 * @param reason for people; may be empty
 * @param approvedAt the signer's word
 * @param expires last moment at which the approval may be used
 */
public record ApprovalStatement(
        StampSubject subject,
        ConfigurationHash hash,
        int formVersion,
        String approver,
        String reason,
        Instant approvedAt,
        Instant expires) {

    /** An approval is for a change that is about to come, not for ever. */
    public static final Duration LONGEST = Duration.ofDays(90);

    private static final int MAXIMUM_REASON = 200;

    public ApprovalStatement {
        if (approver.isBlank()) {
            throw new IllegalArgumentException("an approval names its approver");
        }
        StampText.line("approver", approver, StampDecision.MAXIMUM_USER_LENGTH);
        StampText.line("reason", reason, MAXIMUM_REASON);
        approvedAt = approvedAt.truncatedTo(ChronoUnit.SECONDS);
        expires = expires.truncatedTo(ChronoUnit.SECONDS);
        if (!expires.isAfter(approvedAt) || expires.isAfter(approvedAt.plus(LONGEST))) {
            throw new IllegalArgumentException(
                    "an approval ends after it was given, within " + LONGEST.toDays() + " days");
        }
    }
}
