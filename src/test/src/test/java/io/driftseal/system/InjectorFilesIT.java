package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The injectors that the unit tests know from files, on the real API server. */
class InjectorFilesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Installation driftseal = SharedInstallation.get();

    @AfterEach
    void nothingIsDeclared() {
        driftseal.declare("{\"version\": 1}");
        Eventually.holds(
                "nothing to be declared",
                LIMIT,
                () -> driftseal.webhook().metrics().contains("injectors_declared 0.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"istio", "linkerd", "linkerd-native", "vault-agent"})
    void whatIsDeclaredIsExplainedAndWithAnotherImageRefused(String name) throws Exception {
        String namespace = driftseal.namespace("enforce", "development");
        var file = new InjectorFile(name, namespace);
        driftseal.declare(file.declarations());
        Eventually.holds(
                "the injector to be declared",
                LIMIT,
                () -> driftseal.webhook().metrics().contains("injectors_declared 1.0"));

        try (var _ = new InjectingWebhook(driftseal, "zzz-file", namespace, file.patch())) {
            driftseal.terminal().apply(file.deployment()).require();
            ObjectNode pod = driftseal.awaitPods(namespace, "web", 1).getFirst();

            assertThat(pod.path("spec").path("initContainers")).isNotEmpty();
            assertThat(driftseal.stamps().of(pod).parent()).isPresent();
            driftseal
                    .findings()
                    .awaitVerdict(namespace, pod.path("metadata").path("name").asString(), "clean");
        }

        String evil = file.patch().replaceFirst("@sha256:[0-9a-f]", "@sha256:0");
        assertThat(evil).isNotEqualTo(file.patch());
        try (var _ = new InjectingWebhook(driftseal, "zzz-file", namespace, evil)) {
            AuditLog.Position before = driftseal.cluster().auditLog().now();
            driftseal
                    .terminal()
                    .run("scale", "deployment/web", "--replicas=2", "-n", namespace)
                    .require();
            driftseal
                    .cluster()
                    .auditLog()
                    .await(
                            before,
                            LIMIT,
                            "the refusal of the pod with another image",
                            event ->
                                    event.namespace().equals(namespace)
                                            && event.resource().equals("pods")
                                            && event.verb().equals("create")
                                            && event.responseCode() == 403
                                            && event.responseMessage().contains("image"));
            assertThat(driftseal.terminal().list(namespace, "pods", "app=web")).hasSize(1);
        }
    }
}
