package io.driftseal.webhook.access;

import io.driftseal.decision.Door;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.workload.json.JsonObject;

/** Reviews of doors as the API server sends them. */
public final class DoorRequests {
    public static final String POD = "web-7c98f7f569-2l9g8";

    private DoorRequests() {}

    public static JsonObject exec(String user, String pod, String container, String command) {
        return request(
                Door.EXEC,
                pod,
                user,
                """
                {"kind": "PodExecOptions", "container": "%s", "command": %s}
                """
                        .formatted(container, command));
    }

    /** A knock of alice at a door of an object of namespace shop. */
    public static JsonObject knock(Door door, String name) {
        return request(door, name, "alice", options(door));
    }

    public static JsonObject request(Door door, String name, String user, String options) {
        return ReviewBench.json(
                """
                {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
                  "uid": "0df28fbd-5f5f-11e8-bc74-36e6bb280816",
                  "resource": {"group": "", "version": "v1", "resource": "%s"},
                  "subResource": "%s", "name": "%s", "namespace": "%s", "operation": "%s",
                  "userInfo": {"username": "%s", "groups": ["%s"]},
                  "object": %s, "dryRun": false}}
                """
                        .formatted(
                                door.plural(),
                                door.subResource(),
                                name,
                                door == Door.NODE_PROXY ? "" : "shop",
                                door.act(),
                                user,
                                user.startsWith("system:node:") ? "system:nodes" : "people",
                                options));
    }

    private static String options(Door door) {
        return switch (door) {
            case EXEC -> "{\"container\": \"app\", \"command\": [\"id\"]}";
            case ATTACH -> "{\"container\": \"app\"}";
            case POD_PROXY, SERVICE_PROXY, NODE_PROXY -> "{\"path\": \"/run/hunter2\"}";
            case TOKEN_REQUEST ->
                    """
                    {"spec": {"audiences": ["vault"], "expirationSeconds": 600,
                     "boundObjectRef": {"kind": "Pod", "name": "%s"}}}
                    """
                            .formatted(POD);
            case PORT_FORWARD, EPHEMERAL_CONTAINER, RESIZE, EVICTION -> "{}";
        };
    }
}
