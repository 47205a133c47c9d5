package io.driftseal.webhook.access;

import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.decision.AccessedPod;
import io.driftseal.decision.Door;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has a door, and which pods stand behind it, looked up as the API server looks it up. */
public final class TargetDirectory {

    /** A service of more pods is not looked through; what stands behind it is then not known. */
    static final int MOST_PODS = 32;

    private final KubernetesApi api;
    private final PodDirectory pods;

    public TargetDirectory(KubernetesApi api, PodDirectory pods) {
        this.api = api;
        this.pods = pods;
    }

    /**
     * @param name of the object that has the door, without scheme and port
     */
    public Answer find(AccessSession session, String namespace, String name) {
        return switch (session.door()) {
            case EXEC, ATTACH, PORT_FORWARD, POD_PROXY, EPHEMERAL_CONTAINER, RESIZE, EVICTION ->
                    pod(session.door(), namespace, name);
            case SERVICE_PROXY -> service(namespace, name);
            case NODE_PROXY -> new Found(new AccessTarget("Node", name, "", List.of(), false), "");
            case TOKEN_REQUEST -> account(session, namespace, name);
        };
    }

    private Answer pod(Door door, String namespace, String name) {
        return switch (pods.find(namespace, name)) {
            case PodDirectory.Absent() -> new Absent();
            case PodDirectory.Unreadable() -> new Unreadable("the pod cannot be read");
            case PodDirectory.Found(var pod, var containers, var _) ->
                    new Found(
                            AccessTarget.pod(pod),
                            entersContainer(door) && containers.size() == 1
                                    ? containers.getFirst()
                                    : "");
        };
    }

    private static boolean entersContainer(Door door) {
        return door == Door.EXEC || door == Door.ATTACH;
    }

    /**
     * The API server proxies to an address of the Endpoints object that names a pod which has this
     * address, and to no other; so do we. An address that names none is never reached.
     */
    private Answer service(String namespace, String name) {
        Map<String, String> named;
        try {
            Optional<JsonObject> endpoints =
                    api.get(ResourceType.ENDPOINTS, ObjectKey.namespaced(namespace, name));
            if (endpoints.isEmpty()) {
                return new Absent();
            }
            named = podsNamedBy(endpoints.get(), namespace);
        } catch (KubernetesApiException.NotFound e) {
            return new Absent();
        } catch (KubernetesApiException e) {
            return new Unreadable("the endpoints of the service cannot be read");
        }
        List<AccessedPod> behind = new ArrayList<>();
        boolean known = named.size() <= MOST_PODS;
        for (var entry : named.entrySet().stream().limit(MOST_PODS).toList()) {
            switch (pods.find(namespace, entry.getKey())) {
                case PodDirectory.Found(var pod, var _, var addresses) -> {
                    if (addresses.contains(entry.getValue())) {
                        behind.add(pod);
                    }
                }
                case PodDirectory.Absent() -> {
                    // Gone since; the API server looks for it as well and goes on to the next.
                }
                case PodDirectory.Unreadable() -> known = false;
            }
        }
        return new Found(new AccessTarget("Service", name, "", behind, known), "");
    }

    private static Map<String, String> podsNamedBy(JsonObject endpoints, String namespace) {
        var named = new LinkedHashMap<String, String>();
        for (JsonObject subset : endpoints.objects("subsets")) {
            for (JsonObject address : subset.objects("addresses")) {
                JsonObject target = address.object("targetRef");
                if (target.string("kind").equals(Optional.of("Pod"))
                        && target.string("namespace").equals(Optional.of(namespace))) {
                    target.string("name")
                            .filter(name -> !name.isBlank())
                            .ifPresent(name -> named.put(name, address.string("ip").orElse("")));
                }
            }
        }
        return named;
    }

    private Answer account(AccessSession session, String namespace, String name) {
        Optional<AccessSession.RequestedToken> bound =
                session.token()
                        .filter(token ->
                                token.boundKind().equals("Pod") && !token.boundName().isEmpty());
        if (bound.isEmpty()) {
            return new Found(new AccessTarget("ServiceAccount", name, "", List.of(), false), "");
        }
        return switch (pods.find(namespace, bound.get().boundName())) {
            case PodDirectory.Absent() -> new Absent();
            case PodDirectory.Unreadable() -> new Unreadable("the pod cannot be read");
            case PodDirectory.Found(var pod, var _, var _) ->
                    new Found(new AccessTarget("ServiceAccount", name, "", List.of(pod), true), "");
        };
    }

    /** What a look-up comes to. */
    public sealed interface Answer {}

    /**
     * @param container the only one there is, where the door enters a container; else empty
     */
    public record Found(AccessTarget target, String container) implements Answer {}

    /** The API server answers 404 by itself; there is nothing to enter. */
    public record Absent() implements Answer {}

    public record Unreadable(String why) implements Answer {}
}
