package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi.Call;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What enforce would refuse is said first, and a namespace is switched only if nothing is left. */
final class EnforceCommandTest {

    private static final String ADMITTED = "{\"outcome\":\"admitted\"}";
    private static final String REFUSED =
            "{\"outcome\":\"refused\",\"code\":\"policy\",\"message\":\"Remove privileged.\"}";

    @TempDir private static Path directory;
    private static Path keys;

    private final FakeKubernetesApi cluster = new FakeKubernetesApi();
    private ListeningService webhook;

    @BeforeAll
    static void keysOfAnInstallation() {
        keys = directory.resolve("keys");
        CommandRun.of("keys", "init", keys.toString());
    }

    /** The webhook refuses whatever is called {@code bad}. */
    @BeforeEach
    void aWebhookAndANamespace() throws Exception {
        webhook =
                new ListeningService(keys, "webhook")
                        .answers("/v1/rehearsals", EnforceCommandTest::rehearse)
                        .answers("/v1/exemptions", "{\"exemptions\":[]}");
        cluster.put(ResourceType.NAMESPACES, json("{\"metadata\":{\"name\":\"shop\"}}"));
        cluster.put(ResourceType.NAMESPACES, json("{\"metadata\":{\"name\":\"kube-system\"}}"));
        cluster.put(
                ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS,
                json(
                        """
                        {"metadata":{"name":"zz-driftseal-stamp"},"webhooks":[{"namespaceSelector":
                         {"matchExpressions":[{"key":"kubernetes.io/metadata.name",
                          "operator":"NotIn","values":["kube-system"]}]}}]}
                        """));
    }

    @AfterEach
    void close() {
        webhook.close();
    }

    private static PeerReply rehearse(PeerRequest request) {
        List<String> answers = new ArrayList<>();
        for (JsonObject object : json(new String(request.body(), UTF_8)).objects("objects")) {
            boolean bad = object.string("metadata", "name").orElse("").startsWith("bad");
            answers.add(
                    "{\"made\":" + (bad ? REFUSED : ADMITTED) + ",\"children\":" + ADMITTED + "}");
        }
        return PeerReply.json(200, "{\"answers\":[" + String.join(",", answers) + "]}");
    }

    private static JsonObject json(String text) {
        try {
            return JsonReader.readObject(text.getBytes(UTF_8), JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void deployment(String name) {
        cluster.put(
                ResourceType.DEPLOYMENTS,
                json(
                        """
                        {"apiVersion":"apps/v1","kind":"Deployment",
                         "metadata":{"name":"%s","namespace":"shop"},"spec":{}}
                        """
                                .formatted(name)));
    }

    private CommandRun enforce(String... words) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "enforce",
                                "--webhook",
                                webhook.url(),
                                "--tls",
                                webhook.keys().toString()));
        line.addAll(List.of(words));
        return CommandRun.on(cluster, line.toArray(String[]::new));
    }

    private Optional<String> mode() {
        return cluster.get(ResourceType.NAMESPACES, ObjectKey.clusterScoped("shop"))
                .orElseThrow()
                .string("metadata", "labels", "driftseal.io/mode");
    }

    @Test
    void aNamespaceInWhichNothingWouldBeRefusedIsSwitched() {
        deployment("web");

        CommandRun rehearsed = enforce("--dry-run", "shop");
        assertThat(rehearsed.code()).as(rehearsed.err()).isZero();
        assertThat(rehearsed.out()).contains("shop: nothing would be refused (1 objects");
        assertThat(mode()).isEmpty();

        CommandRun switched = enforce("shop");
        assertThat(switched.code()).isZero();
        assertThat(switched.err()).contains("Namespace shop is in enforce");
        assertThat(mode()).contains("enforce");
    }

    @Test
    void whatWouldBeRefusedIsListedAndStopsTheSwitchUnlessItIsAccepted() {
        deployment("web");
        deployment("bad");

        CommandRun refused = enforce("shop");

        assertThat(refused.code()).isEqualTo(ExitCode.NO);
        assertThat(refused.out())
                .contains("shop: 1 would be refused (2 objects")
                .contains("Deployment bad")
                .contains("Remove privileged.")
                .doesNotContain("Deployment web");
        assertThat(refused.err()).contains("Not switched");
        assertThat(mode()).isEmpty();
        assertThat(enforce("--accept", "shop").code()).isZero();
        assertThat(mode()).contains("enforce");
    }

    @Test
    void manyObjectsAreAskedAboutInSeveralQuestions() {
        for (int i = 0; i < 120; i++) {
            deployment("web" + i);
        }
        deployment("bad");

        CommandRun run = enforce("--dry-run", "shop");

        assertThat(run.out()).contains("1 would be refused (121 objects");
        assertThat(webhook.requests().stream().filter(r -> r.path().contains("rehearsals")))
                .hasSize(3)
                .allMatch(request -> request.peer().equals("cli"));
    }

    /** An exemption lets it pass today: that its end is near is what a rehearsal can still say. */
    @Test
    void exemptionsThatEndSoonAreListedAndStopNothing() {
        Instant now = CommandRun.CLOCK.instant();
        webhook.answers(
                "/v1/exemptions",
                """
                {"exemptions":[
                 {"id":"near","rule":"host-path","owner":"platform","expires":"%s"},
                 {"id":"over","rule":"image-tag","owner":"shop","expires":"2020-01-01T00:00:00Z"},
                 {"id":"far","rule":"privileged","owner":"shop","expires":"%s"},
                 {"id":"rubbish","rule":"privileged","owner":"shop","expires":"soon"}]}
                """
                        .formatted(now.plus(Duration.ofDays(3)), now.plus(Duration.ofDays(15))));
        deployment("web");

        CommandRun rehearsed = enforce("--dry-run", "shop");
        CommandRun program = enforce("--dry-run", "--json", "shop");

        assertThat(rehearsed.code()).isZero();
        assertThat(rehearsed.out())
                .contains("Exemptions that end within 14 days")
                .containsSubsequence("near", "host-path", "platform")
                .contains("over")
                .doesNotContain("far ")
                .doesNotContain("rubbish");
        assertThat(json(program.out()).objects("namespaces").getFirst().objects("endingExemptions"))
                .extracting(exemption -> exemption.string("id").orElse(""))
                .containsExactly("near", "over");
        assertThat(webhook.requests().getLast().query()).containsEntry("namespace", "shop");
    }

    @Test
    void allNamespacesButExemptOnesAreRehearsedAndNeverSwitched() {
        deployment("web");

        CommandRun all = enforce("--all", "--dry-run");

        assertThat(all.code()).isZero();
        assertThat(all.out()).contains("shop:").doesNotContain("kube-system:");
        assertThat(enforce("--all").code()).isEqualTo(2);
        assertThat(enforce("--all", "--dry-run", "shop").code()).isEqualTo(2);
        assertThat(enforce().code()).isEqualTo(2);
        assertThat(enforce("kube-system").err()).contains("is exempt");
        assertThat(enforce("nowhere").err()).contains("there is no namespace nowhere");
        assertThat(mode()).isEmpty();
    }

    /** Whatever else is answered is no rehearsal. */
    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"answers\":[]}", "{\"answers\":[1]}", "no"})
    void anAnswerThatIsNoneSwitchesNothing(String answer) {
        deployment("web");
        webhook.answers("/v1/rehearsals", answer);

        CommandRun run = enforce("shop");

        assertThat(run.code()).isEqualTo(ExitCode.NO);
        assertThat(run.err()).isNotBlank();
        assertThat(mode()).isEmpty();
    }

    @Test
    void aWebhookThatRefusesTheQuestionOrAClusterThatRefusesTheListSwitchesNothing() {
        deployment("web");
        webhook.answers("/v1/rehearsals", request -> PeerReply.error(400, "malformed"));
        assertThat(enforce("shop").err()).contains("400");

        webhook.answers("/v1/rehearsals", EnforceCommandTest::rehearse);
        var answer =
                new KubernetesApiException.Answer(403, "Forbidden", "not you", Optional.of("a"));
        cluster.failNext(Call.LIST, KubernetesApiException.of(answer));
        assertThat(enforce("shop").err()).contains("cannot list").contains("not you");

        cluster.failNext(Call.PATCH, KubernetesApiException.of(answer));
        assertThat(enforce("shop").err()).contains("cannot label namespace shop");
        assertThat(mode()).isEmpty();
    }
}
