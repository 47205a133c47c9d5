package io.driftseal.stamp;

import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Signs amendments, with the key that signs stamps. */
public final class AmendmentIssuer {

    private final SigningKeyRing keys;
    private final Clock clock;

    public AmendmentIssuer(SigningKeyRing keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The envelope's text, at most {@value StampAnnotations#MAXIMUM_BYTES} bytes.
     *
     * @throws StampNotIssuedException if no key is valid now, the statement's time is not one of
     *     the key's, or it does not fit
     */
    public String issue(AmendmentStatement statement) throws StampNotIssuedException {
        SigningKey key = keys.signing("amendment", clock.instant(), statement.issuedAt());
        String text =
                DsseEnvelope.sign(
                                InTotoStatement.PAYLOAD_TYPE,
                                AmendmentPayload.write(statement),
                                key)
                        .encode();
        if (text.getBytes(StandardCharsets.UTF_8).length > StampAnnotations.MAXIMUM_BYTES) {
            throw new StampNotIssuedException(
                    "the amendment would have more than "
                            + StampAnnotations.MAXIMUM_BYTES
                            + " bytes; shorten the names of pod and requester");
        }
        return text;
    }
}
