package io.driftseal.webhook.baseline;

import io.driftseal.evidence.Baseline;
import io.driftseal.evidence.SignedBaseline;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.webhook.review.Scope;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import io.driftseal.workload.json.JsonObject;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads a workload and signs what it is. Whoever asks says what it saw; that is only compared, so
 * that a taken-over scanner cannot have a state signed that the API server does not show.
 */
public final class BaselineWitness {

    private final KubernetesApi api;
    private final SigningKeyRing keys;
    private final Scope scope;
    private final Supplier<String> ids;
    private final InstantSource clock;

    /**
     * @param keys those of checkpoints
     * @param ids fresh ones with the prefix {@code bas}
     */
    public BaselineWitness(
            KubernetesApi api,
            SigningKeyRing keys,
            Scope scope,
            Supplier<String> ids,
            InstantSource clock) {
        this.api = api;
        this.keys = keys;
        this.scope = scope;
        this.ids = ids;
        this.clock = clock;
    }

    Answer witness(Adoptee adoptee) {
        if (scope.exempt(adoptee.namespace())) {
            return new NotSigned(Cause.EXEMPT);
        }
        Optional<Workload> live;
        try {
            live = read(adoptee);
        } catch (KubernetesApiException | UnsupportedWorkloadException e) {
            return new NotSigned(Cause.UNREADABLE);
        }
        if (live.isEmpty() || !live.get().uid().equals(Optional.of(adoptee.uid()))) {
            return new NotSigned(Cause.GONE);
        }
        if (live.get().isTerminating()) {
            return new NotSigned(Cause.TERMINATING);
        }
        if (StampAnnotations.own(live.get()).isPresent()) {
            return new NotSigned(Cause.STAMPED);
        }
        CanonicalForm form = CanonicalForm.of(live.get());
        String hash = form.hash().hex();
        if (!hash.equals(adoptee.configurationHash())) {
            return new NotSigned(Cause.CHANGED);
        }
        Optional<SigningKey> key = keys.current(clock.instant());
        return key.isEmpty()
                ? new NotSigned(Cause.NO_KEY)
                : new Signed(
                        SignedBaseline.sign(baseline(adoptee, form.version(), hash), key.get()));
    }

    private Optional<Workload> read(Adoptee adoptee) throws UnsupportedWorkloadException {
        WorkloadKind kind = adoptee.kind();
        Optional<JsonObject> tree =
                api.get(
                        ResourceType.of(kind),
                        ObjectKey.namespaced(adoptee.namespace(), adoptee.name()));
        return tree.isEmpty() ? Optional.empty() : Optional.of(Workload.of(kind, tree.get()));
    }

    private Baseline baseline(Adoptee adoptee, int formVersion, String hash) {
        return new Baseline(
                ids.get(),
                new WorkloadReference(
                        adoptee.kind().kindName().text(),
                        adoptee.namespace(),
                        adoptee.name(),
                        adoptee.uid()),
                formVersion,
                hash,
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Why nothing was signed. */
    enum Cause {
        EXEMPT("exempt"),
        UNREADABLE("unreadable"),
        GONE("gone"),
        TERMINATING("terminating"),
        STAMPED("stamped"),
        CHANGED("changed"),
        NO_KEY("no-key");

        private final String wire;

        Cause(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }

    sealed interface Answer {}

    record Signed(SignedBaseline baseline) implements Answer {}

    record NotSigned(Cause cause) implements Answer {}
}
