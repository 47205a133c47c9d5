package io.driftseal.stamp;

import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import java.util.Optional;

/**
 * Where approvals stand on objects, and how they are written. Whoever writes the manifest puts them
 * there: a person, CI or GitOps. Each kind has its own key, as with stamps, because the Deployment
 * controller copies annotations.
 */
public final class Approvals {

    /** What every approval's key begins with. */
    public static final String PREFIX = "approval.driftseal.io/";

    /**
     * The value by which a dry run asks for the form to be approved: a namespace that admits
     * nothing without an approval would otherwise never show what there is to approve.
     */
    public static final String REQUESTED = "requested";

    private Approvals() {}

    /** {@code approval.driftseal.io/} and the kind in lower case. */
    public static String key(WorkloadKind kind) {
        return PREFIX + kind.kindName().lowerCase();
    }

    /** The approval under the key of the object's own kind. */
    public static Optional<String> own(Workload workload) {
        return Optional.ofNullable(workload.annotations().get(key(workload.kind())));
    }

    /** The annotation's value. */
    public static String sign(ApprovalStatement statement, SigningKey key) {
        String text =
                DsseEnvelope.sign(
                                InTotoStatement.PAYLOAD_TYPE, ApprovalPayload.write(statement), key)
                        .encode();
        if (text.length() > StampAnnotations.MAXIMUM_BYTES) {
            throw new IllegalArgumentException(
                    "the approval has more than "
                            + StampAnnotations.MAXIMUM_BYTES
                            + " bytes; shorten its reason");
        }
        return text;
    }
}
