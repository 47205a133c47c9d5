package io.driftseal.system;

import io.driftseal.system.installation.CustomRootExample;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One small workload of each kind, as an applied text. All run as the account {@code kinds}. */
final class KindManifests {

    private KindManifests() {}

    static String account(String namespace) {
        return """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: kinds, namespace: %s}
        """
                .formatted(namespace);
    }

    static String pod(String namespace, String name) {
        return """
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: %2$s, namespace: %1$s, labels: {app: %2$s}}
        spec:
        %3$s\
        """
                .formatted(namespace, name, podSpec("3600", 2));
    }

    /** A pod that says it belongs to somebody. */
    static String ownedPod(
            String namespace,
            String name,
            String apiVersion,
            String kind,
            String owner,
            String uid) {
        return pod(namespace, name)
                .replace(
                        "labels: {app: " + name + "}",
                        "labels: {app: "
                                + name
                                + "}, ownerReferences: [{apiVersion: "
                                + apiVersion
                                + ", kind: "
                                + kind
                                + ", name: "
                                + owner
                                + ", uid: "
                                + uid
                                + ", controller: true}]");
    }

    /** Any kind with replicas or nodes, a selector and a template. */
    static String templated(String namespace, String apiVersion, String kind, String name) {
        return """
        ---
        apiVersion: %3$s
        kind: %4$s
        metadata: {name: %2$s, namespace: %1$s}
        spec:
        %6$s\
          selector: {matchLabels: {app: %2$s}}
          template:
            metadata: {labels: {app: %2$s}}
            spec:
        %5$s\
        """
                .formatted(
                        namespace,
                        name,
                        apiVersion,
                        kind,
                        podSpec("3600", 6),
                        kind.equals("DaemonSet") ? "" : "  replicas: 1\n");
    }

    static String replicationController(String namespace, String name) {
        return templated(namespace, "v1", "ReplicationController", name)
                .replace(
                        "selector: {matchLabels: {app: " + name + "}}",
                        "selector: {app: " + name + "}");
    }

    /** With a claim, and a volume of the machine that fits the first pod's. */
    static String statefulSet(String namespace, String name, int replicas) {
        return """
        ---
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %1$s-data}
        spec:
          capacity: {storage: 1Mi}
          accessModes: [ReadWriteOnce]
          storageClassName: ""
          claimRef: {namespace: %1$s, name: data-%2$s-0}
          hostPath: {path: /tmp/driftseal-%1$s-data, type: DirectoryOrCreate}
        """
                        .formatted(namespace, name)
                + templated(namespace, "apps/v1", "StatefulSet", name)
                        .replace(
                                "  replicas: 1\n",
                                "  replicas: "
                                        + replicas
                                        + "\n"
                                        + """
                                        serviceName: db
                                        volumeClaimTemplates:
                                          - metadata: {name: data}
                                            spec:
                                              accessModes: [ReadWriteOnce]
                                              storageClassName: ""
                                              resources: {requests: {storage: 1Mi}}
                                        """
                                                .indent(2))
                        .replace(
                                "          command:",
                                "          volumeMounts: [{name: data, mountPath: /data}]\n"
                                        + "          command:");
    }

    static String indexedJob(String namespace, String name) {
        return """
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: %2$s, namespace: %1$s}
        spec:
          completions: 2
          parallelism: 2
          completionMode: Indexed
          backoffLimitPerIndex: 1
          successPolicy: {rules: [{succeededIndexes: "0"}]}
          template:
            metadata: {labels: {app: %2$s}}
            spec:
              restartPolicy: Never
        %3$s\
        """
                .formatted(namespace, name, podSpec("1", 6));
    }

    static String suspendedJob(String namespace, String name) {
        return indexedJob(namespace, name)
                .replace("spec:\n  comp", "spec:\n  suspend: true\n  comp");
    }

    /** Its first index is enough; the second would run for ten minutes. */
    static String jobThatEndsEarly(String namespace, String name) {
        return indexedJob(namespace, name)
                .replace(
                        "[sleep, \"1\"]",
                        "[sh, -c, \"[ $JOB_COMPLETION_INDEX = 0 ] || sleep 600\"]");
    }

    static String cronJob(String namespace, String name) {
        return """
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: %2$s, namespace: %1$s}
        spec:
          schedule: "* * * * *"
          jobTemplate:
            metadata: {labels: {team: shop}}
            spec:
              template:
                metadata: {labels: {app: %2$s}}
                spec:
                  restartPolicy: OnFailure
        %3$s\
        """
                .formatted(namespace, name, podSpec("1", 10));
    }

    /** What the controller of the custom kind makes. */
    static String replicaSetOf(String namespace, String owner, String uid, String hash) {
        String label = CustomRootExample.HASH_LABEL;
        return templated(namespace, "apps/v1", "ReplicaSet", owner)
                .replace(
                        "metadata: {name: " + owner + ", namespace: " + namespace + "}",
                        "metadata: {name: "
                                + owner
                                + "-"
                                + hash
                                + ", namespace: "
                                + namespace
                                + ", labels: {app: "
                                + owner
                                + ", "
                                + label
                                + ": "
                                + hash
                                + "}, ownerReferences: [{apiVersion: "
                                + CustomRootExample.GROUP
                                + "/v1alpha1, kind: Rollout, name: "
                                + owner
                                + ", uid: "
                                + uid
                                + ", controller: true}]}")
                .replace(
                        "{app: " + owner + "}",
                        "{app: " + owner + ", " + label + ": " + hash + "}");
    }

    /** For a stored ReplicationController. */
    static void giveTheTemplateAnotherCommand(ObjectNode controller) {
        ArrayNode command =
                (ArrayNode)
                        controller
                                .path("spec")
                                .path("template")
                                .path("spec")
                                .path("containers")
                                .path(0)
                                .path("command");
        command.add("7200");
    }

    private static String podSpec(String seconds, int indentation) {
        return """
        serviceAccountName: kinds
        terminationGracePeriodSeconds: 0
        containers:
          - name: app
            image: driftseal.local/busybox:1
            imagePullPolicy: Never
            command: [sleep, "%s"]
            securityContext: {allowPrivilegeEscalation: false}
        """
                .formatted(seconds)
                .indent(indentation);
    }
}
