package io.driftseal.system.coexistence;

import io.driftseal.system.installation.CustomRootExample;
import java.util.List;

/**
 * One workload of every kind, the custom one of {@link CustomRootExample} too, as a repository of
 * manifests holds them, pods on no node unless said otherwise: a test of what is written to the API
 * needs no container.
 */
record Manifests(String namespace, String suffix, String nodeSelector) {

    /** Resources and names of the roots, in the order of the text. */
    static final List<String> ROOTS =
            List.of(
                    "deployment/web",
                    "statefulset/store",
                    "daemonset/agent",
                    "replicaset/plain",
                    "replicationcontroller/old",
                    "rollout." + CustomRootExample.GROUP + "/canary",
                    "job/once",
                    "cronjob/nightly",
                    "pod/alone");

    static Manifests pending(String namespace) {
        return new Manifests(namespace, "", "nodeSelector: {example.com/node: nowhere}");
    }

    static Manifests running(String namespace) {
        return new Manifests(namespace, "", "automountServiceAccountToken: true");
    }

    /** Other names, for another owner in the same namespace. */
    Manifests named(String owner) {
        return new Manifests(namespace, "-" + owner, nodeSelector);
    }

    List<String> roots() {
        return ROOTS.stream().map(root -> root + suffix).toList();
    }

    /** Lines of a tool that names every object: the account is one more. */
    static int objects() {
        return ROOTS.size() + 1;
    }

    /** For {@code kubectl apply}. */
    String everything() {
        return String.join("", account(), deployment(), others());
    }

    String account() {
        return """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: shop%2$s, namespace: %1$s, labels: {team: shop}}
        """
                .formatted(namespace, suffix);
    }

    String deployment() {
        return deployment("3600");
    }

    /** Another figure is another template. */
    String deployment(String seconds) {
        return """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web%2$s
          namespace: %1$s
          labels: {app: web%2$s, team: shop}
          annotations: {example.com/owner: shop}
        spec:
          replicas: 1
          revisionHistoryLimit: 3
          selector: {matchLabels: {app: web%2$s}}
          template:
            metadata: {labels: {app: web%2$s}, annotations: {example.com/build: "7"}}
            spec:
        %3$s\
        """
                .formatted(namespace, suffix, podSpec("Always", seconds, 6));
    }

    /** All but the account and the Deployment. */
    String others() {
        return sets()
                + """
                ---
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: plain%2$s, namespace: %1$s, labels: {app: plain%2$s}}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: plain%2$s}}
                  template:
                    metadata: {labels: {app: plain%2$s}}
                    spec:
                %3$s\
                ---
                apiVersion: v1
                kind: ReplicationController
                metadata: {name: old%2$s, namespace: %1$s, labels: {app: old%2$s}}
                spec:
                  replicas: 1
                  selector: {app: old%2$s}
                  template:
                    metadata: {labels: {app: old%2$s}}
                    spec:
                %3$s\
                ---
                apiVersion: %7$s/v1alpha1
                kind: Rollout
                metadata: {name: canary%2$s, namespace: %1$s, labels: {app: canary%2$s}}
                spec:
                  replicas: 1
                  template:
                    metadata: {labels: {app: canary%2$s}}
                    spec:
                %3$s\
                ---
                apiVersion: batch/v1
                kind: Job
                metadata: {name: once%2$s, namespace: %1$s, labels: {app: once%2$s}}
                spec:
                  template:
                    metadata: {labels: {app: once%2$s}}
                    spec:
                %4$s\
                ---
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: nightly%2$s, namespace: %1$s, labels: {app: nightly%2$s}}
                spec:
                  schedule: "0 3 * * *"
                  suspend: true
                  jobTemplate:
                    spec:
                      template:
                        metadata: {labels: {app: nightly%2$s}}
                        spec:
                %5$s\
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: alone%2$s, namespace: %1$s, labels: {app: alone%2$s}}
                spec:
                %6$s\
                """
                        .formatted(
                                namespace,
                                suffix,
                                podSpec("Always", "3600", 6),
                                podSpec("Never", "3600", 6),
                                podSpec("Never", "3600", 10),
                                podSpec("Always", "3600", 2),
                                CustomRootExample.GROUP);
    }

    /** A StatefulSet and a DaemonSet. */
    String sets() {
        return """
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: store%2$s, namespace: %1$s, labels: {app: store%2$s}}
        spec:
          replicas: 1
          serviceName: store
          selector: {matchLabels: {app: store%2$s}}
          template:
            metadata: {labels: {app: store%2$s}}
            spec:
        %3$s\
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent%2$s, namespace: %1$s, labels: {app: agent%2$s}}
        spec:
          selector: {matchLabels: {app: agent%2$s}}
          template:
            metadata: {labels: {app: agent%2$s}}
            spec:
        %3$s\
        """
                .formatted(namespace, suffix, podSpec("Always", "3600", 6));
    }

    private String podSpec(String restartPolicy, String seconds, int indentation) {
        return """
        serviceAccountName: shop%1$s
        restartPolicy: %2$s
        terminationGracePeriodSeconds: 0
        %3$s
        containers:
          - name: app
            image: driftseal.local/busybox:1
            imagePullPolicy: Never
            command: [sleep, "%4$s"]
            env: [{name: SHOP, value: open}]
            ports: [{containerPort: 8080, name: http}]
            resources: {requests: {cpu: 10m, memory: 8Mi}, limits: {memory: 64Mi}}
            securityContext: {allowPrivilegeEscalation: false}
        """
                .formatted(suffix, restartPolicy, nodeSelector, seconds)
                .indent(indentation);
    }
}
