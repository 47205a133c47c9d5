package io.driftseal.system;

/** What ran in a cluster before Driftseal came: one of every kind, on no node. */
final class LegacyManifests {

    static final String EVERY_KIND =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: bare, namespace: legacy, labels: {app: bare}}
            spec: POD
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db, namespace: legacy}
            spec:
              serviceName: db
              selector: {matchLabels: {app: db}}
              template: {metadata: {labels: {app: db}}, spec: POD}
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: agent, namespace: legacy}
            spec:
              selector: {matchLabels: {app: agent}}
              template: {metadata: {labels: {app: agent}}, spec: POD}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: import, namespace: legacy}
            spec:
              template:
                metadata: {labels: {app: import}}
                spec:
                  restartPolicy: Never
                  nodeSelector: {example.com/node: nowhere}
                  containers: [{name: app, image: "registry.example/app:1.0", command: [sleep, "3600"]}]
            ---
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: nightly, namespace: legacy}
            spec:
              schedule: "0 3 1 1 *"
              jobTemplate:
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      containers: [{name: app, image: "registry.example/app:1.0"}]
            ---
            apiVersion: v1
            kind: ReplicationController
            metadata: {name: old, namespace: legacy}
            spec:
              replicas: 1
              selector: {app: old}
              template: {metadata: {labels: {app: old}}, spec: POD}
            """
                    .replace(
                            "POD",
                            "{terminationGracePeriodSeconds: 1, nodeSelector: {example.com/node: nowhere},"
                                    + " containers: [{name: app, image: 'registry.example/app:1.0',"
                                    + " command: [sleep, '3600']}]}");

    private LegacyManifests() {}
}
