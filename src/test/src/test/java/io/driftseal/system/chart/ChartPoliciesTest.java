package io.driftseal.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.scanner.ScannerConfiguration;
import io.driftseal.service.configuration.ConfigurationReader;
import io.driftseal.webhook.WebhookConfiguration;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart makes of {@code policies}, as the services read it. */
class ChartPoliciesTest {

    private static final String MOUNTED = "/etc/driftseal/";

    @TempDir private Path directory;

    @Test
    void aBundleReachesBothServices() throws Exception {
        RenderedChart chart =
                RenderedChart.with(
                        "policies.bundle.url=https://bundles.example/driftseal.tar.gz",
                        "policies.bundle.period=90s",
                        "policies.bundle.keysSecret=keys",
                        "policies.bundle.tokenSecret=token",
                        "policies.bundle.authoritiesConfigMap=authorities");

        WebhookConfiguration webhook = webhook(chart);
        assertThat(webhook.policyBundleUrl())
                .contains(URI.create("https://bundles.example/driftseal.tar.gz"));
        assertThat(webhook.policyBundlePeriod()).isEqualTo(Duration.ofSeconds(90));
        assertThat(mounted(chart, "Deployment", "webhook"))
                .contains(
                        webhook.policyBundleKeys().orElseThrow(),
                        webhook.policyBundleToken().orElseThrow(),
                        webhook.policyBundleAuthorities().orElseThrow());

        ScannerConfiguration scanner = scanner(chart);
        assertThat(scanner.policyBundleUrl()).isEqualTo(webhook.policyBundleUrl());
        assertThat(scanner.policyBundlePeriod()).isEqualTo(webhook.policyBundlePeriod());
        assertThat(mounted(chart, "StatefulSet", "drift-scanner"))
                .contains(
                        scanner.policyBundleKeys().orElseThrow(),
                        scanner.policyBundleToken().orElseThrow(),
                        scanner.policyBundleAuthorities().orElseThrow());
    }

    @Test
    void aBundleOfAPublicServerNeedsNoFiles() throws Exception {
        RenderedChart chart =
                RenderedChart.with("policies.bundle.url=https://bundles.example/driftseal.tar.gz");

        WebhookConfiguration webhook = webhook(chart);
        assertThat(webhook.policyBundlePeriod()).isEqualTo(Duration.ofSeconds(30));
        assertThat(webhook.policyBundleKeys()).isEmpty();
        assertThat(webhook.policyBundleToken()).isEmpty();
        assertThat(webhook.policyBundleAuthorities()).isEmpty();
        assertThat(mounted(chart, "Deployment", "webhook"))
                .noneMatch(path -> path.startsWith(MOUNTED + "policy-bundle"));
    }

    @Test
    void aServerReachesBothServices() throws Exception {
        RenderedChart chart =
                RenderedChart.with(
                        "policies.engine=server",
                        "policies.server.url=https://opa.example:8181",
                        "policies.server.revision=release-7",
                        "policies.server.authoritiesConfigMap=authorities",
                        "policies.server.certificateSecret=certificate",
                        "policies.server.tokenSecret=token");

        WebhookConfiguration webhook = webhook(chart);
        assertThat(webhook.policyEngine()).isEqualTo("server");
        assertThat(webhook.policyServerUrl()).contains(URI.create("https://opa.example:8181"));
        assertThat(webhook.policyServerRevision()).contains("release-7");
        assertThat(webhook.policyServerName()).isEmpty();
        assertThat(mounted(chart, "Deployment", "webhook"))
                .contains(
                        webhook.policyServerCa().orElseThrow().getParent(),
                        webhook.policyServerCertificate().orElseThrow(),
                        webhook.policyServerToken().orElseThrow().getParent());

        ScannerConfiguration scanner = scanner(chart);
        assertThat(scanner.policyServerUrl()).isEqualTo(webhook.policyServerUrl());
        assertThat(scanner.policyServerRevision()).isEqualTo(webhook.policyServerRevision());
        assertThat(mounted(chart, "StatefulSet", "drift-scanner"))
                .contains(
                        scanner.policyServerCa().orElseThrow().getParent(),
                        scanner.policyServerCertificate().orElseThrow(),
                        scanner.policyServerToken().orElseThrow().getParent());
    }

    @Test
    void aServerBesideUsIsNamed() throws Exception {
        RenderedChart chart =
                RenderedChart.with(
                        "policies.engine=server",
                        "policies.server.url=http://localhost:8181",
                        "policies.server.name=sidecar");

        assertThat(webhook(chart).policyServerName()).contains("sidecar");
        assertThat(scanner(chart).policyServerName()).contains("sidecar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "process", "wasm"})
    void everyEngineIsOneThatTheServicesKnow(String engine) throws Exception {
        RenderedChart chart = RenderedChart.with("policies.engine=" + engine);

        assertThat(webhook(chart).policyEngine()).isEqualTo(engine);
        assertThat(scanner(chart).policyEngine()).isEqualTo(engine);
        assertThat(webhook(chart).policyDirectory())
                .isEqualTo(Path.of("/opt/driftseal/policies/rego"));
    }

    @Test
    void sourcesInTheClusterAndEventsAreOfTheReleaseNamespace() throws Exception {
        RenderedChart chart =
                RenderedChart.with(
                        "policies.fromConfigMaps=true",
                        "policies.configMap=ours",
                        "policies.items[0].key=decision.rego",
                        "policies.items[0].path=admission/decision.rego");

        WebhookConfiguration webhook = webhook(chart);
        ScannerConfiguration scanner = scanner(chart);
        assertThat(webhook.policyConfigMaps()).contains(RenderedChart.NAMESPACE);
        assertThat(scanner.policyConfigMaps()).contains(RenderedChart.NAMESPACE);
        assertThat(webhook.policyEvents()).contains(RenderedChart.NAMESPACE);
        assertThat(scanner.policyEvents()).contains(RenderedChart.NAMESPACE);
        assertThat(mounted(chart, "Deployment", "webhook")).contains(webhook.policyDirectory());
        assertThat(mounted(chart, "StatefulSet", "drift-scanner"))
                .contains(scanner.policyDirectory());

        assertThat(webhook(RenderedChart.with()).policyConfigMaps()).isEmpty();
    }

    /** Both run outside, with the accounts of the chart. */
    @Test
    void servicesOutsideTheClusterMayDoWhatTheirPoliciesNeed() throws Exception {
        RenderedChart chart =
                RenderedChart.with("workloads.create=false", "policies.fromConfigMaps=true");

        for (String account : List.of("driftseal-webhook", "driftseal-drift-scanner")) {
            assertThat(RenderedChart.maps(chart.named("Role", account), "rules"))
                    .extracting(rule ->
                            RenderedChart.texts(rule, "resources")
                                    + " "
                                    + RenderedChart.texts(rule, "resourceNames")
                                    + " "
                                    + RenderedChart.texts(rule, "verbs"))
                    .contains("[events] [] [create]", "[configmaps] [] [list]")
                    .noneMatch(rule -> rule.contains("secrets") || rule.contains("checkpoint"));
            assertThat(RenderedChart.text(chart.named("RoleBinding", account), "roleRef", "name"))
                    .isEqualTo(account);
        }
        assertThat(
                        RenderedChart.maps(
                                RenderedChart.with("workloads.create=false")
                                        .named("Role", "driftseal-webhook"),
                                "rules"))
                .singleElement()
                .satisfies(rule ->
                        assertThat(RenderedChart.texts(rule, "resources"))
                                .containsExactly("events"));
    }

    private WebhookConfiguration webhook(RenderedChart chart) throws Exception {
        return read(chart, "webhook", WebhookConfiguration.class);
    }

    private ScannerConfiguration scanner(RenderedChart chart) throws Exception {
        return read(chart, "drift-scanner", ScannerConfiguration.class);
    }

    /** As the service does when it starts, from the file that the pod has. */
    private <R extends Record> R read(RenderedChart chart, String service, Class<R> type)
            throws Exception {
        Path file = directory.resolve(service + ".yaml");
        Files.writeString(
                file,
                RenderedChart.text(
                        chart.named("ConfigMap", "driftseal-" + service),
                        "data",
                        service + ".yaml"));
        return ConfigurationReader.read(type, List.of("--config", file.toString()), Map.of());
    }

    /** Directories that the pod has, and the files of volumes that name theirs. */
    private static Set<Path> mounted(RenderedChart chart, String kind, String service) {
        Map<?, ?> pod =
                RenderedChart.map(
                        chart.named(kind, "driftseal-" + service), "spec", "template", "spec");
        Set<Path> paths = new TreeSet<>();
        for (Map<?, ?> mount :
                RenderedChart.maps(
                        RenderedChart.maps(pod, "containers").getFirst(), "volumeMounts")) {
            Path place = Path.of(RenderedChart.text(mount, "mountPath"));
            for (Map<?, ?> volume : RenderedChart.maps(pod, "volumes")) {
                if (RenderedChart.text(volume, "name").equals(RenderedChart.text(mount, "name"))) {
                    paths.add(place);
                    items(volume).forEach(item -> paths.add(place.resolve(item)));
                }
            }
        }
        return paths;
    }

    private static List<String> items(Map<?, ?> volume) {
        List<String> items = new ArrayList<>();
        for (Map<?, ?> source : RenderedChart.maps(volume, "projected", "sources")) {
            for (String kind : List.of("secret", "configMap")) {
                if (source.containsKey(kind)) {
                    RenderedChart.maps(source, kind, "items")
                            .forEach(item -> items.add(RenderedChart.text(item, "path")));
                }
            }
        }
        return items;
    }
}
