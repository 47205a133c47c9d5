package io.driftseal.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/**
 * Access grants as DSSE envelopes over an in-toto statement v1 with a predicate type and a key
 * purpose of their own, so that no stamp can pass as a grant nor the other way round.
 */
public final class SignedGrant {

    /** Annotation of an AccessGrant object that holds the envelope. */
    public static final String ANNOTATION = "grant.driftseal.io/envelope";

    public static final String PREDICATE_TYPE = "https://driftseal.io/access-grant/v1";

    /** A pattern of the longest command, in base64 within base64, and the rest. */
    public static final int MAXIMUM_BYTES = 24 * 1024;

    private SignedGrant() {}

    /** The envelope's text. */
    public static String sign(AccessGrant grant, SigningKey key) {
        return DsseEnvelope.sign(InTotoStatement.PAYLOAD_TYPE, payload(grant), key).encode();
    }

    /**
     * Verifies an envelope. Nothing of its content is parsed before the signature holds.
     *
     * @throws GrantRefusedException saying what is wrong; quotes nothing of it
     */
    public static AccessGrant verify(String envelope, VerificationKeyRing keys)
            throws GrantRefusedException {
        DsseEnvelope parsed = parsed(envelope);
        VerificationKey key =
                keys.find(parsed.keyId())
                        .orElseThrow(() -> new GrantRefusedException("its key is not known"));
        if (!parsed.verifiedBy(key)) {
            throw new GrantRefusedException("its signature is wrong");
        }
        AccessGrant grant = grant(parsed);
        if (grant.notBefore().isAfter(key.notAfter())) {
            throw new GrantRefusedException("its key had retired when it was issued");
        }
        return grant;
    }

    /** What an envelope says, for showing it; nothing of it is proved. */
    public static Optional<AccessGrant> unverified(String envelope) {
        try {
            return Optional.of(grant(parsed(envelope)));
        } catch (GrantRefusedException e) {
            return Optional.empty();
        }
    }

    private static DsseEnvelope parsed(String envelope) throws GrantRefusedException {
        try {
            return DsseEnvelope.parse(envelope, InTotoStatement.PAYLOAD_TYPE, MAXIMUM_BYTES);
        } catch (MalformedEnvelopeException e) {
            throw new GrantRefusedException("its envelope is malformed: " + e.getMessage());
        }
    }

    private static AccessGrant grant(DsseEnvelope envelope) throws GrantRefusedException {
        try {
            InTotoStatement statement =
                    InTotoStatement.read(envelope.payload(), PREDICATE_TYPE, MAXIMUM_BYTES);
            AccessGrant grant = grant(statement.predicate());
            if (!statement.subjectName().equals(grant.scope().subject())
                    || !statement.hash().equals(digest(grant))) {
                throw new GrantRefusedException("its subject is not what it opens");
            }
            return grant;
        } catch (IllegalArgumentException e) {
            throw new GrantRefusedException("its statement is no grant: " + StrictObject.reason(e));
        }
    }

    private static byte[] payload(AccessGrant grant) {
        return InTotoStatement.write(
                grant.scope().subject(), digest(grant), PREDICATE_TYPE, predicate(grant));
    }

    /** in-toto wants a digest of its subject; what tells two pods of one name apart is the uid. */
    private static ConfigurationHash digest(AccessGrant grant) {
        return new ConfigurationHash(Sha256.hex(grant.scope().uid().getBytes(UTF_8)));
    }

    private static JsonObject predicate(AccessGrant grant) {
        GrantScope scope = grant.scope();
        JsonObject.Builder predicate = JsonObject.builder();
        if (!scope.image().isEmpty()) {
            // Left out where there is none: a replica of the version before reads no such field.
            predicate.put("image", scope.image());
        }
        return predicate
                .put("decision", grant.id())
                .put("object", grant.object())
                .put("door", scope.door())
                .put("kind", scope.kind())
                .put("namespace", scope.namespace())
                .put("name", scope.name())
                .put("uid", scope.uid())
                .put("container", scope.container())
                .put("port", scope.port())
                .put("command", JsonArray.ofStrings(grant.command().arguments()))
                .put("user", grant.user())
                .put("requester", grant.requester())
                .put("reason", grant.reason())
                .put("policy", grant.policyRevision())
                .put("notBefore", grant.notBefore().toString())
                .put("notAfter", grant.notAfter().toString())
                .put("uses", grant.uses())
                .build();
    }

    private static AccessGrant grant(StrictObject predicate) {
        var scope =
                new GrantScope(
                        predicate.text("door"),
                        predicate.text("namespace"),
                        predicate.text("kind"),
                        predicate.text("name"),
                        predicate.text("uid"),
                        predicate.text("container"),
                        predicate.optionalText("image").orElse(""),
                        predicate.text("port"));
        var grant =
                new AccessGrant(
                        predicate.text("decision"),
                        predicate.text("object"),
                        scope,
                        new CommandPattern(predicate.texts("command")),
                        predicate.text("user"),
                        predicate.text("requester"),
                        predicate.text("reason"),
                        predicate.text("policy"),
                        predicate.time("notBefore"),
                        predicate.time("notAfter"),
                        predicate.smallNumber("uses"));
        predicate.nothingElse();
        return grant;
    }
}
