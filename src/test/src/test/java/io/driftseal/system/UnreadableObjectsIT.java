package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.installation.CustomRootExample;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Custom roots as the real API server takes them where their definition leaves the template open:
 * the scanner says of each that it cannot be read and why, and goes on with the others.
 */
class UnreadableObjectsIT {

    private static final String GOOD =
            """
            {"metadata": {"labels": {"app": "web"}},
             "spec": {"containers": [{"name": "app", "image": "registry.example/web:1"}]}}
            """;

    private static final Map.Entry<String, String> DEEP =
            Map.entry(
                    "{\"x\": " + "[".repeat(300) + "]".repeat(300) + "}",
                    "it cannot be read (document): more than 132 levels");

    /** By name, the template and what the verdict says of it. */
    private static final Map<String, Map.Entry<String, String>> BROKEN =
            Map.of(
                    "number",
                    Map.entry("7", "it cannot be read (shape): needs an object in field spec"),
                    "containers",
                    Map.entry(
                            "{\"metadata\": {}, \"spec\": {\"containers\": 7}}",
                            "it cannot be read (shape): needs a list of objects in field spec"),
                    "deep",
                    DEEP,
                    "exponent",
                    Map.entry(
                            "{\"x\": 1e300}", "it cannot be read (document): number out of range"));

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Test
    void whatCannotBeReadIsUnknownByNameAndHidesNothing() {
        String namespace = driftseal.namespace("observe", "standard");
        write("create", namespace, "good", GOOD);
        driftseal.findings().awaitVerdict(namespace, "good", "clean");

        // Broken from the beginning
        BROKEN.forEach((name, row) -> write("create", namespace, name, row.getKey()));
        BROKEN.forEach((name, row) -> assertUnknown(namespace, name, row.getValue()));

        // Others of the kind are followed as before, and what was readable can become unreadable
        write("create", namespace, "later", GOOD);
        driftseal.findings().awaitVerdict(namespace, "later", "clean");
        write("replace", namespace, "later", DEEP.getKey());
        assertUnknown(namespace, "later", DEEP.getValue());
        driftseal.findings().awaitVerdict(namespace, "good", "clean");

        // Made again it is one like any other; a change of it could not be reviewed either
        kubectl.run("delete", "rollouts." + CustomRootExample.GROUP, "deep", "-n", namespace)
                .require();
        write("create", namespace, "deep", GOOD);
        driftseal.findings().awaitVerdict(namespace, "deep", "clean");
    }

    private void assertUnknown(String namespace, String name, String cause) {
        assertThat(
                        driftseal
                                .findings()
                                .awaitVerdict(namespace, name, "unknown")
                                .path("cause")
                                .asString())
                .as(name)
                .startsWith(cause);
    }

    private void write(String verb, String namespace, String name, String template) {
        String rollout =
                """
                {"apiVersion": "%s/v1alpha1", "kind": "Rollout",
                 "metadata": {"name": "%s", "namespace": "%s"}, "spec": {"template": %s}}
                """
                        .formatted(CustomRootExample.GROUP, name, namespace, template);
        kubectl.runWithInput(rollout, verb, "--validate=false", "-f", "-").require();
    }
}
