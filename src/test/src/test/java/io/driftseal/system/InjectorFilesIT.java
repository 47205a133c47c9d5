package io.driftseal.system;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.installation.AuditWitness;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * The injectors that the unit tests know from files, all declared at once, on the real API server:
 * two of them make containers of the same names. Each at work in a namespace of its own.
 */
class InjectorFilesIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> NAMES =
            List.of("istio", "linkerd", "linkerd-native", "vault-agent");

    private record Injected(String namespace, InjectorFile file, InjectingWebhook webhook) {}

    private final Installation driftseal = SharedInstallation.get();
    private final List<Injected> all = new ArrayList<>();

    @BeforeEach
    void theyAreDeclaredAndAtWork() throws Exception {
        for (String name : NAMES) {
            String namespace = driftseal.namespace("enforce", "development");
            var file = new InjectorFile(name, namespace);
            var webhook = new InjectingWebhook(driftseal, "zzz-" + name, namespace, file.patch());
            all.add(new Injected(namespace, file, webhook));
        }
        driftseal.declare(
                all.stream()
                        .map(injected -> injected.file().declaration())
                        .collect(joining(",", "{\"version\": 1, \"injectors\": [", "]}")));
        awaitDeclared(NAMES.size());
    }

    @AfterEach
    void theyAreGone() {
        all.forEach(injected -> injected.webhook().close());
        driftseal.declare("{\"version\": 1}");
        awaitDeclared(0);
    }

    @Test
    void whatIsDeclaredIsExplainedAndWithAnotherImageRefused() {
        for (Injected injected : all) {
            driftseal.terminal().apply(injected.file().deployment()).require();
        }
        for (Injected injected : all) {
            String namespace = injected.namespace();
            ObjectNode pod = driftseal.awaitPods(namespace, "web", 1).getFirst();
            assertThat(pod.path("spec").path("initContainers")).isNotEmpty();
            assertThat(driftseal.stamps().of(pod).parent()).isPresent();
            driftseal
                    .findings()
                    .awaitVerdict(namespace, pod.path("metadata").path("name").asString(), "clean");
        }

        AuditWitness before = driftseal.audit().fromNow();
        for (Injected injected : all) {
            String evil = injected.file().patch().replaceFirst("@sha256:[0-9a-f]", "@sha256:0");
            assertThat(evil).isNotEqualTo(injected.file().patch());
            injected.webhook().answers(evil);
            scale(injected.namespace());
        }
        for (Injected injected : all) {
            before.refusalOfPod(injected.namespace(), "image");
            assertThat(driftseal.terminal().list(injected.namespace(), "pods", "app=web"))
                    .hasSize(1);
        }
    }

    private void awaitDeclared(int count) {
        Eventually.holds(
                count + " injectors to be declared",
                LIMIT,
                () ->
                        driftseal
                                .webhook()
                                .metrics()
                                .contains("injectors_declared %d.0".formatted(count)));
    }

    private void scale(String namespace) {
        driftseal
                .terminal()
                .run("scale", "deployment/web", "--replicas=2", "-n", namespace)
                .require();
    }
}
