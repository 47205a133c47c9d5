package io.driftseal.webhook.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatientDocumentTest {

    private static final ObjectKey KEY = ObjectKey.namespaced("driftseal-system", "last");
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final FakeKubernetesApi api = new FakeKubernetesApi();

    @BeforeEach
    void stored() {
        api.put(
                ResourceType.CONFIG_MAPS,
                JsonObject.builder()
                        .put("apiVersion", "v1")
                        .put("kind", "ConfigMap")
                        .put(
                                "metadata",
                                JsonObject.builder()
                                        .put("name", KEY.name())
                                        .put("namespace", "driftseal-system")
                                        .build())
                        .put("data", JsonObject.builder().put("checkpoint", "seven").build())
                        .build());
    }

    private PatientDocument document(Duration patience, Duration pause) {
        return new PatientDocument(
                new DocumentInObject(api, ResourceType.CONFIG_MAPS, KEY, "checkpoint"),
                Clock.systemUTC(),
                patience,
                pause);
    }

    private void unanswered(int times) {
        for (int i = 0; i < times; i++) {
            api.failNext(
                    FakeKubernetesApi.Call.GET,
                    new KubernetesApiException.Unreachable("connect timed out", null));
        }
    }

    @Test
    void anApiServerThatDoesNotAnswerYetIsAskedAgain() throws IOException {
        unanswered(3);

        assertThat(document(Duration.ofMinutes(1), PAUSE).read().text())
                .isEqualTo(Optional.of("seven"));
    }

    @Test
    void patienceEnds() {
        unanswered(1000);

        assertThatThrownBy(() -> document(Duration.ofMillis(20), PAUSE).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("connect timed out");
        assertThatThrownBy(() -> document(Duration.ZERO, PAUSE).read())
                .isInstanceOf(IOException.class);
    }

    @Test
    void aRefusalIsFinal() {
        api.failNext(
                FakeKubernetesApi.Call.GET,
                KubernetesApiException.of(
                        new KubernetesApiException.Answer(
                                403, "Forbidden", "not yours", Optional.empty())));

        assertThatThrownBy(() -> document(Duration.ofMinutes(1), PAUSE).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not yours");
    }

    @Test
    void aStopEndsTheWait() {
        unanswered(1);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> document(Duration.ofMinutes(1), Duration.ofSeconds(30)).read())
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
