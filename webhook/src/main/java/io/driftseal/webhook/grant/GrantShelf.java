package io.driftseal.webhook.grant;

import io.driftseal.decision.Reason;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.stamp.AccessGrant;
import io.driftseal.stamp.GrantRefusedException;
import io.driftseal.stamp.SignedGrant;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The AccessGrant objects of a namespace, read live at every search: a grant that was taken away a
 * moment ago opens nothing, and replicas share nothing but the API server.
 */
public final class GrantShelf {

    /** Grants of one namespace, expired ones included; beyond it none is issued and none found. */
    public static final int MOST_GRANTS = 256;

    private static final int ATTEMPTS = 3;
    private static final int NEAR_MISSES = 3;

    private final KubernetesApi api;
    private final VerificationKeyRing keys;
    private final String nodeNamespace;
    private final InstantSource clock;

    /**
     * @param nodeNamespace where grants for nodes lie, which belong to no namespace
     */
    public GrantShelf(
            KubernetesApi api,
            VerificationKeyRing keys,
            String nodeNamespace,
            InstantSource clock) {
        this.api = api;
        this.keys = keys;
        this.nodeNamespace = nodeNamespace;
        this.clock = clock;
    }

    /** Where grants for the door of an object lie. */
    public String namespaceOf(String objectNamespace) {
        return objectNamespace.isEmpty() ? nodeNamespace : objectNamespace;
    }

    /** Whether one more may be put there; empty if the shelf cannot be read. */
    public Optional<Boolean> hasRoom(String namespace) {
        try {
            return Optional.of(objects(namespace).size() < MOST_GRANTS);
        } catch (KubernetesApiException e) {
            return Optional.empty();
        }
    }

    /** A grant that holds for this use. */
    public Search search(GrantUse use) {
        List<JsonObject> objects;
        try {
            objects = objects(namespaceOf(use.scope().namespace()));
        } catch (KubernetesApiException e) {
            return new None(List.of(reason("The access grants could not be read; try again.")));
        }
        if (objects.size() > MOST_GRANTS) {
            return new None(
                    List.of(
                            reason(
                                    "The namespace holds more than 256 access grants; delete those"
                                            + " that have expired.")));
        }
        List<Reason> nearMisses = new ArrayList<>();
        for (JsonObject object : objects) {
            switch (held(object)) {
                case Nothing() -> {}
                case Unbelievable(String why) -> {
                    if (asksForThis(object, use)) {
                        nearMisses.add(miss(object, why));
                    }
                }
                case Believed(HeldGrant held) -> {
                    Optional<String> refusal = refusal(held, use);
                    if (refusal.isEmpty()) {
                        return new Holds(held);
                    }
                    if (held.grant().concerns(use.scope(), use.user())) {
                        nearMisses.add(miss(object, refusal.get()));
                    }
                }
            }
        }
        return new None(nearMisses.stream().limit(NEAR_MISSES).toList());
    }

    /**
     * Takes one use of a grant. Two replicas that take the last one at once write on the same
     * resourceVersion: one of them fails, looks again and finds it used up.
     *
     * @return why it was not taken; empty if it was
     */
    public Optional<Reason> take(HeldGrant found, String decisionId) {
        HeldGrant current = found;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (current.used() >= current.grant().uses()) {
                return Optional.of(miss(current.key().name(), "it is used up"));
            }
            try {
                api.patch(
                        ResourceType.ACCESS_GRANTS,
                        current.key(),
                        new Patch.Merge(use(current, decisionId)),
                        WriteOptions.stored("driftseal-webhook"));
                return Optional.empty();
            } catch (KubernetesApiException.Conflict e) {
                Optional<HeldGrant> again = again(current.key());
                if (again.isEmpty()) {
                    return Optional.of(miss(current.key().name(), "it was taken away"));
                }
                current = again.get();
            } catch (KubernetesApiException.NotFound e) {
                return Optional.of(miss(current.key().name(), "it was taken away"));
            } catch (KubernetesApiException e) {
                return Optional.of(
                        reason("The use of an access grant could not be counted; try again."));
            }
        }
        return Optional.of(reason("The access grant is in use by others; try again."));
    }

    private Optional<HeldGrant> again(ObjectKey key) {
        try {
            return api.get(ResourceType.ACCESS_GRANTS, key)
                    .flatMap(object ->
                            held(object) instanceof Believed(HeldGrant held)
                                    ? Optional.of(held)
                                    : Optional.empty());
        } catch (KubernetesApiException e) {
            return Optional.empty();
        }
    }

    /** At most one more than may be there. */
    private List<JsonObject> objects(String namespace) {
        ObjectPage page =
                api.list(
                        ResourceType.ACCESS_GRANTS,
                        Selection.inNamespace(namespace),
                        new PageRequest(MOST_GRANTS + 1, ""));
        return page.items();
    }

    private Sight held(JsonObject object) {
        Optional<String> envelope =
                object.string("metadata", "annotations", SignedGrant.ANNOTATION);
        if (envelope.isEmpty()) {
            return new Nothing();
        }
        ObjectKey key = ObjectKey.of(object);
        try {
            AccessGrant grant = SignedGrant.verify(envelope.get(), keys);
            if (!grant.object().equals(key.name())
                    || !namespaceOf(grant.scope().namespace()).equals(key.namespace())) {
                return new Unbelievable("it was copied from another object");
            }
            return new Believed(
                    new HeldGrant(
                            grant,
                            key,
                            object.string("metadata", "resourceVersion").orElse(""),
                            object.number("status", "used")
                                    .map(JsonNumber::whole)
                                    .map(whole -> whole.orElse(Long.MAX_VALUE))
                                    .orElse(0L)));
        } catch (GrantRefusedException e) {
            return new Unbelievable(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> refusal(HeldGrant held, GrantUse use) {
        Optional<String> refusal =
                held.grant().refusal(use.scope(), use.command(), use.user(), clock.instant());
        return refusal.isEmpty() && held.used() >= held.grant().uses()
                ? Optional.of("it is used up")
                : refusal;
    }

    /**
     * What an object without a believable envelope asks for is a claim, good for a message only.
     */
    private static boolean asksForThis(JsonObject object, GrantUse use) {
        JsonObject spec = object.object("spec");
        return spec.string("door").equals(Optional.of(use.scope().door()))
                && spec.string("name").equals(Optional.of(use.scope().name()));
    }

    private JsonObject use(HeldGrant held, String decisionId) {
        return JsonObject.builder()
                .put(
                        "metadata",
                        JsonObject.builder().put("resourceVersion", held.resourceVersion()).build())
                .put(
                        "status",
                        JsonObject.builder()
                                .put("used", held.used() + 1)
                                .put("lastDecision", decisionId)
                                .put("lastUsedAt", clock.instant().toString())
                                .build())
                .build();
    }

    private static Reason miss(JsonObject object, String why) {
        return miss(object.string("metadata", "name").orElse("?"), why);
    }

    private static Reason miss(String name, String why) {
        return reason("Grant " + name + " does not open it: " + why + ".");
    }

    private static Reason reason(String message) {
        return new Reason("grant-not-usable", message, "");
    }

    /** What a search comes to. */
    public sealed interface Search {}

    public record Holds(HeldGrant grant) implements Search {}

    /**
     * @param nearMisses why grants that look like it do not open the door
     */
    public record None(List<Reason> nearMisses) implements Search {
        public None {
            nearMisses = List.copyOf(nearMisses);
        }
    }

    private sealed interface Sight {}

    private record Nothing() implements Sight {}

    private record Unbelievable(String why) implements Sight {}

    private record Believed(HeldGrant held) implements Sight {}
}
