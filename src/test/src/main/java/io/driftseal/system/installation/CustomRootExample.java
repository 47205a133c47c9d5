package io.driftseal.system.installation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A custom resource shaped like those of progressive delivery: it has a pod template, and its
 * controller makes ReplicaSets of it. Any account can be that controller.
 */
public final class CustomRootExample {

    public static final String GROUP = "delivery.example.org";
    public static final String CONTROLLER_NAMESPACE = "delivery";
    public static final String CONTROLLER_ACCOUNT = "controller";
    public static final String HASH_LABEL = "delivery.example.org/template-hash";

    private static final String CONTROLLER =
            "system:serviceaccount:" + CONTROLLER_NAMESPACE + ":" + CONTROLLER_ACCOUNT;

    private CustomRootExample() {}

    /** What an admin has in the cluster before Driftseal is told of the kind. */
    static String definition() {
        return """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: rollouts.%1$s}
        spec:
          group: %1$s
          scope: Namespaced
          names: {kind: Rollout, plural: rollouts, singular: rollout}
          versions:
            - name: v1alpha1
              served: true
              storage: true
              subresources: {status: {}}
              schema:
                openAPIV3Schema:
                  type: object
                  properties:
                    spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
                    status: {type: object, x-kubernetes-preserve-unknown-fields: true}
        """
                .formatted(GROUP);
    }

    /** The chart's values that name it. */
    static Map<String, String> chartValues() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("customRoots[0].group", GROUP);
        values.put("customRoots[0].version", "v1alpha1");
        values.put("customRoots[0].kind", "Rollout");
        values.put("customRoots[0].plural", "rollouts");
        values.put("customRoots[0].templatePath", "spec.template");
        values.put("customRoots[0].makes", "ReplicaSet");
        values.put("customRoots[0].hashLabel", HASH_LABEL);
        values.put("customRoots[0].controllers[0]", CONTROLLER);
        return values;
    }

    /** The file that the services read, as the chart's ConfigMap holds it. */
    static Path write(Path directory) {
        Path file = directory.resolve("custom-roots.json");
        String text =
                """
                {"customRoots": [{"group": "%s", "version": "v1alpha1", "kind": "Rollout",
                  "plural": "rollouts", "templatePath": "spec.template", "makes": "ReplicaSet",
                  "hashLabel": "%s", "controllers": ["%s"]}]}
                """
                        .formatted(GROUP, HASH_LABEL, CONTROLLER);
        try {
            Files.createDirectories(directory);
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InstallationException("cannot write " + file, e);
        }
        return file;
    }
}
