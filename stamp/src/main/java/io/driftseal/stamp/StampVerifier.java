package io.driftseal.stamp;

import io.driftseal.stamp.Verification.BadSignature;
import io.driftseal.stamp.Verification.ExpiredAsParent;
import io.driftseal.stamp.Verification.HashMismatch;
import io.driftseal.stamp.Verification.Malformed;
import io.driftseal.stamp.Verification.Missing;
import io.driftseal.stamp.Verification.UnknownKey;
import io.driftseal.stamp.Verification.Verified;
import io.driftseal.stamp.Verification.WrongSubject;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.FormVersions;
import io.driftseal.workload.Workload;
import java.time.Clock;
import java.util.Optional;

/**
 * Holds a live object against its stamp. Nothing of a statement is believed, or even parsed, before
 * its signature is verified.
 */
public final class StampVerifier {

    private static final Authentication.Reader<StampStatement> STAMPS =
            new Authentication.Reader<>(StampPayload::read, StampStatement::issuedAt);

    private final VerificationKeyRing keys;
    private final Clock clock;
    private final FormVersions versions;

    /**
     * @param clock for {@link #verifyAsParent} only
     */
    public StampVerifier(VerificationKeyRing keys, Clock clock) {
        this(keys, clock, FormVersions.shipped());
    }

    /**
     * @param versions of the form that a stamp may name
     */
    public StampVerifier(VerificationKeyRing keys, Clock clock, FormVersions versions) {
        this.keys = keys;
        this.clock = clock;
        this.versions = versions;
    }

    /**
     * The form that the object's own stamp, if its signature holds, is to be compared with; without
     * such a stamp the newest.
     */
    public CanonicalForm comparable(Optional<String> annotation, Workload live) {
        Optional<Integer> version =
                annotation
                        .map(this::authenticate)
                        .flatMap(answer ->
                                answer instanceof Verified(StampStatement statement)
                                        ? Optional.of(statement.formVersion())
                                        : Optional.empty());
        return version.flatMap(known -> versions.form(live, known))
                .orElseGet(() -> CanonicalForm.of(live));
    }

    /**
     * Order of decisions: present, well-formed envelope, known key, signature, well-formed
     * statement, key valid at that time, subject, owner, form version, hash.
     *
     * @param annotation value under {@link StampAnnotations#key} of the object's own kind
     */
    public Verification verify(Optional<String> annotation, Workload live) {
        return verify(annotation, live, CanonicalForm.of(live));
    }

    /** As {@link #verify(Optional, Workload)} where the form of the object is already at hand. */
    public Verification verify(Optional<String> annotation, Workload live, CanonicalForm form) {
        if (annotation.isEmpty()) {
            return new Missing();
        }
        return switch (authenticate(annotation.get())) {
            case Verified(StampStatement statement) -> hold(statement, live, form);
            case Verification refused -> refused;
        };
    }

    /** As {@link #verify(Optional, Workload)}, and the stamp must still admit children now. */
    public Verification verifyAsParent(Optional<String> annotation, Workload live) {
        return verifyAsParent(annotation, live, CanonicalForm.of(live));
    }

    /**
     * As {@link #verifyAsParent(Optional, Workload)} where the form of the object is already at
     * hand.
     */
    public Verification verifyAsParent(
            Optional<String> annotation, Workload live, CanonicalForm form) {
        return switch (verify(annotation, live, form)) {
            case Verified(StampStatement statement)
                    when clock.instant().isAfter(statement.parentUntil()) ->
                    new ExpiredAsParent(statement);
            case Verification answer -> answer;
        };
    }

    /**
     * Whether a known key signed this stamp, whatever object it stands on: {@code Verified}, {@code
     * Malformed}, {@code UnknownKey} or {@code BadSignature}. For showing a stamp and for reading a
     * copied one; it says nothing about a live object.
     */
    public Verification authenticate(String annotation) {
        return switch (Authentication.of(annotation, keys, STAMPS)) {
            case Authentication.Signed<StampStatement>(var statement) -> new Verified(statement);
            case Authentication.Malformed<StampStatement>(String reason) -> new Malformed(reason);
            case Authentication.UnknownKey<StampStatement>(String keyId) -> new UnknownKey(keyId);
            case Authentication.BadSignature<StampStatement>(String keyId) ->
                    new BadSignature(keyId);
        };
    }

    private Verification hold(StampStatement statement, Workload live, CanonicalForm form) {
        Optional<String> elsewhere =
                statement
                        .subject()
                        .mismatch(live)
                        .or(() -> statement.parent().flatMap(parent -> parent.mismatch(live)));
        if (elsewhere.isPresent()) {
            return new WrongSubject(statement, elsewhere.get());
        }
        Optional<CanonicalForm> comparable =
                statement.formVersion() == form.version()
                        ? Optional.of(form)
                        : versions.form(live, statement.formVersion());
        if (comparable.isEmpty()) {
            return new Malformed(
                    "its form version is not known here; upgrade this program or stamp again");
        }
        ConfigurationHash hash = comparable.get().hash();
        return hash.equals(statement.hash())
                ? new Verified(statement)
                : new HashMismatch(statement, hash, Optional.empty());
    }
}
