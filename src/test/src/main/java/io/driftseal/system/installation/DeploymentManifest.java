package io.driftseal.system.installation;

/**
 * A small Deployment as a user would write it, in YAML.
 *
 * @param namespace where it goes
 * @param name its name, and that of its service account
 * @param replicas how many pods
 * @param podSpecLines further lines of the pod's spec; may be empty
 * @param containerLines further lines of its only container, {@code app}, its security context
 *     among them; may be empty
 */
public record DeploymentManifest(
        String namespace, String name, int replicas, String podSpecLines, String containerLines) {

    private static final String UNPRIVILEGED =
            "securityContext: {allowPrivilegeEscalation: false}\n";

    public static DeploymentManifest of(String namespace, String name) {
        return new DeploymentManifest(namespace, name, 1, "", UNPRIVILEGED);
    }

    public DeploymentManifest replicas(int count) {
        return new DeploymentManifest(namespace, name, count, podSpecLines, containerLines);
    }

    public DeploymentManifest podSpec(String lines) {
        return new DeploymentManifest(namespace, name, replicas, lines, containerLines);
    }

    public DeploymentManifest container(String lines) {
        return new DeploymentManifest(namespace, name, replicas, podSpecLines, lines);
    }

    /** A pod that no node takes: it exists, and no kubelet works on it. */
    public DeploymentManifest onNoNode() {
        return podSpec(podSpecLines + "nodeSelector: {example.com/node: nowhere}\n");
    }

    /** The text for {@code kubectl apply -f -}, its service account included. */
    public String yaml() {
        return """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: %2$s, namespace: %1$s}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %2$s, namespace: %1$s, labels: {app: %2$s}}
        spec:
          replicas: %3$d
          selector: {matchLabels: {app: %2$s}}
          template:
            metadata: {labels: {app: %2$s}}
            spec:
              serviceAccountName: %2$s
              terminationGracePeriodSeconds: 1
        %4$s      containers:
                - name: app
                  image: driftseal.local/busybox:1
                  imagePullPolicy: Never
                  command: [sleep, "3600"]
        %5$s\
        """
                .formatted(
                        namespace,
                        name,
                        replicas,
                        podSpecLines.isEmpty() ? "" : podSpecLines.indent(6),
                        withSecurityContext().indent(10));
    }

    /** One of them, and no key twice: our own command refuses that, as a strict API server does. */
    private String withSecurityContext() {
        return containerLines.contains("securityContext:")
                ? containerLines
                : UNPRIVILEGED + containerLines;
    }
}
