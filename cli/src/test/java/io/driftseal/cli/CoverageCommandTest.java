package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.UnreadableObject;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi.Call;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every workload in exactly one column, and nothing called covered that nobody looked at. */
final class CoverageCommandTest {

    @TempDir private static Path directory;
    private static Path keys;

    private final FakeKubernetesApi cluster = new FakeKubernetesApi();
    private ListeningService scanner;

    @BeforeAll
    static void keysOfAnInstallation() {
        keys = directory.resolve("keys");
        CommandRun.of("keys", "init", keys.toString());
    }

    @BeforeEach
    void aScannerAndTwoNamespaces() throws Exception {
        scanner =
                new ListeningService(keys, "drift-scanner")
                        .answers("/v1/verdicts", "{\"verdicts\":[]}");
        namespace("shop", "{\"driftseal.io/mode\":\"enforce\"}");
        namespace("bank", "{}");
    }

    @AfterEach
    void close() {
        scanner.close();
    }

    private static JsonObject json(String text) {
        try {
            return JsonReader.readObject(text.getBytes(UTF_8), JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void namespace(String name, String labels) {
        cluster.put(
                ResourceType.NAMESPACES,
                json("{\"metadata\":{\"name\":\"" + name + "\",\"labels\":" + labels + "}}"));
    }

    private void installed() {
        cluster.put(
                ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS,
                json(
                        """
                        {"metadata":{"name":"zz-driftseal-stamp"},"webhooks":[{
                         "rules":[{"apiGroups":["apps"],"resources":["deployments"]}],
                         "namespaceSelector":{"matchExpressions":[
                          {"key":"kubernetes.io/metadata.name","operator":"NotIn",
                           "values":["bank"]}]}}]}
                        """));
        cluster.put(
                ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS,
                json(
                        """
                        {"metadata":{"name":"driftseal-access"},"webhooks":[
                         {"rules":[{"resources":["pods/exec"]}]}]}
                        """));
    }

    private void deployment(String namespace, String name, boolean stamp) {
        cluster.put(
                ResourceType.DEPLOYMENTS,
                json(
                        """
                        {"metadata":{"name":"%2$s","namespace":"%1$s","uid":"uid-%2$s",
                         "annotations":{%3$s}}}
                        """
                                .formatted(
                                        namespace,
                                        name,
                                        stamp ? "\"stamp.driftseal.io/deployment\":\"x\"" : "")));
    }

    private static String verdict(String name, String verdict) {
        return """
        {"workload":{"uid":"uid-%s"},"verdict":"%s","cause":"why %s"}
        """
                .formatted(name, verdict, name);
    }

    private CommandRun coverage(String... words) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "coverage",
                                "--scanner",
                                scanner.url(),
                                "--tls",
                                scanner.keys().toString()));
        line.addAll(List.of(words));
        return CommandRun.on(cluster, line.toArray(String[]::new));
    }

    @Test
    void whatCannotBeReadIsCountedAsUnknownWithWhy() {
        installed();
        deployment("shop", "web", true);
        cluster.putUnreadable(
                ResourceType.DEPLOYMENTS,
                new UnreadableObject("shop", "deep", "uid-deep", "", "more than 132 levels"));
        scanner.answers(
                "/v1/verdicts",
                "{\"verdicts\":["
                        + verdict("web", "clean")
                        + ","
                        + verdict("deep", "unknown")
                        + "]}");

        CommandRun run = coverage();

        assertThat(run.code()).as(run.err()).isEqualTo(0);
        assertThat(run.out())
                .containsPattern("shop +enforce +Deployment +2 +1 +0 +0 +0 +1 +50 %")
                .contains("shop: 1 unknown: why deep");
    }

    @Test
    void whatCannotBeReadEndsACommandThatNeedsEveryObject() {
        cluster.putUnreadable(
                ResourceType.NAMESPACES,
                new UnreadableObject("", "odd", "uid-odd", "", "too deep"));

        CommandRun run = coverage();

        assertThat(run.code()).isNotEqualTo(0);
        assertThat(run.err()).contains("Namespace odd cannot be read: too deep");
    }

    @Test
    void everyWorkloadIsInExactlyOneColumn() {
        installed();
        for (String name : List.of("clean", "adopted", "drifted", "unknown", "unseen")) {
            deployment("shop", name, true);
        }
        deployment("shop", "bare", false);
        deployment("bank", "other", false);
        scanner.answers(
                "/v1/verdicts",
                "{\"verdicts\":["
                        + String.join(
                                ",",
                                verdict("clean", "clean"),
                                verdict("adopted", "adopted"),
                                verdict("drifted", "drifted"),
                                verdict("unknown", "unknown"),
                                verdict("bare", "unknown"),
                                verdict("gone", "clean"))
                        + "]}");

        CommandRun run = coverage("--json");

        assertThat(run.code()).as(run.err()).isZero();
        JsonObject shop = json(run.out()).objects("namespaces").getLast();
        assertThat(shop.toString())
                .contains("\"namespace\":\"shop\",\"mode\":\"enforce\"")
                .contains(
                        "{\"kind\":\"Deployment\",\"total\":6,\"stamped\":1,\"adopted\":1,"
                                + "\"drifted\":1,\"unstamped\":1,\"unknown\":2}")
                .contains("\"stampedPercent\":16,\"stampedOrAdoptedPercent\":33")
                .contains("unknown: why unknown")
                .contains("the scanner has no verdict");
        JsonObject bank = json(run.out()).objects("namespaces").getFirst();
        assertThat(bank.bool("exempt")).contains(true);
        assertThat(json(run.out()).object("doors")).isNotNull();
        assertThat(run.out()).contains("\"doors\":[\"pods/exec\"]");
    }

    @Test
    void whatIsNotLookedAtIsSaid() {
        assertThat(coverage().out())
                .contains("there is no webhook configuration zz-driftseal-stamp")
                .contains("no sensor reports them");

        installed();
        assertThat(coverage().out())
                .doesNotContain("there is no webhook configuration")
                .contains("admission of pods: no rule names them")
                .doesNotContain("admission of deployments")
                .contains("Exempt namespaces: bank")
                .contains("Doors that are watched: pods/exec");
    }

    @Test
    void oneNamespaceIsAskedAboutAlone() {
        deployment("shop", "web", true);
        deployment("bank", "other", false);

        CommandRun run = coverage("-n", "shop");

        assertThat(run.out())
                .contains("shop")
                .doesNotContain("bank  ")
                .contains("Of 1 workloads 0 % are stamped");
        assertThat(scanner.requests().getLast().query()).containsEntry("namespace", "shop");
        assertThat(coverage("-n", "nowhere").err()).contains("there is no namespace nowhere");
        assertThat(coverage("-n", "Not/One").code()).isEqualTo(2);
    }

    /** A hundred per cent is said of all, and of nothing at all. */
    @Test
    void percentagesAreRoundedDown() {
        assertThat(Coverage.percent(199, 200)).isEqualTo(99);
        assertThat(Coverage.percent(200, 200)).isEqualTo(100);
        assertThat(Coverage.percent(1, 1_000)).isZero();
        assertThat(Coverage.percent(0, 0)).isEqualTo(100);
        assertThat(Coverage.percent(1_000_000_000, 2_000_000_000)).isEqualTo(50);
    }

    @Test
    void aScannerOrAClusterThatRefusesIsAFailureNotAnEmptyReport() {
        var answer =
                new KubernetesApiException.Answer(403, "Forbidden", "not you", Optional.of("a"));
        cluster.failNext(Call.LIST, KubernetesApiException.of(answer));
        CommandRun refused = coverage();
        assertThat(refused.code()).isEqualTo(ExitCode.NO);
        assertThat(refused.err()).contains("cannot list").contains("not you");
        assertThat(refused.out()).isEmpty();

        scanner.close();
        CommandRun away = coverage();
        assertThat(away.code()).isEqualTo(ExitCode.NO);
        assertThat(away.out()).isEmpty();
    }
}
