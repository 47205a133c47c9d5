package io.driftseal.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.testsupport.bundle.BundleHost;
import io.driftseal.testsupport.bundle.PackedBundle;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas, each a process of its own, and the one bundle server that both ask. By hand,
 * because both compile four times.
 */
@Tag("by-hand")
final class ReplicasTest {

    private static final Path SHIPPED = Path.of("..", "policies", "rego");

    private static final String RULE =
            """
            package driftseal.admission

            # METADATA
            # title: Freeze of the team
            # description: Nothing is deployed.
            # custom:
            #   code: team-freeze
            #   severity: low
            #   effect: {restricted: refuse, standard: refuse, development: refuse}
            #   controls: [team]
            team_freeze := rego.metadata.rule()

            violations contains violating(team_freeze, "Wait for the end of the freeze.", "") if {
            	input.workload.kind == "Deployment"
            }
            """;

    @TempDir private Path directory;

    @Test
    @Timeout(180)
    void replicasDecideByTheSamePoliciesAndOneThatIsCutOffByItsLastGoodOnes() throws Exception {
        Path keys = directory.resolve("keys");
        RunningWebhook.writeKeys(keys);
        try (BundleHost host = BundleHost.start();
                CutableWire wire = CutableWire.to(host.port())) {
            host.serve(bundle("release 1", Map.of()));
            try (RunningWebhook one = replica("one", keys, host.port());
                    RunningWebhook two = replica("two", keys, wire.port())) {
                one.awaitReady();
                two.awaitReady();

                // Given both with the same policies
                String open = revision(one);
                assertThat(revision(two)).isEqualTo(open);
                assertThat(one.stamp().body()).contains("\"allowed\":true");
                assertThat(two.stamp().body()).contains("\"allowed\":true");

                // When a rule is published, then both refuse by it
                host.serve(bundle("release 2", Map.of("team/freeze.rego", RULE)));
                String frozen = await(one, policy -> !revision(policy).equals(open));
                assertThat(await(two, policy -> !revision(policy).equals(open))).isEqualTo(frozen);
                refuses(one, frozen);
                refuses(two, frozen);

                // When it is taken back while one of them is cut off
                wire.cut();
                host.serve(bundle("release 3", Map.of()));
                await(one, policy -> revision(policy).equals(open));
                await(two, policy -> !isNull(policy, "unavailable"));

                // Then that one decides by what it has, and says so
                assertThat(one.stamp().body()).contains("\"allowed\":true");
                refuses(two, frozen);
                assertThat(two.management("/metrics"))
                        .containsPattern("policy_source_silence_seconds [0-9.]+");

                // When it can ask again, then both are one again
                wire.mend();
                await(
                        two,
                        policy -> revision(policy).equals(open) && isNull(policy, "unavailable"));
                assertThat(two.stamp().body()).contains("\"allowed\":true");
            }
        }
    }

    private RunningWebhook replica(String name, Path keys, int bundlePort) throws Exception {
        return RunningWebhook.start(
                directory.resolve(name),
                keys,
                Map.of(
                        "policyPeriod",
                        "200ms",
                        "policyBundleUrl",
                        "http://localhost:" + bundlePort + BundleHost.PATH,
                        "policyBundlePeriod",
                        "500ms"));
    }

    private static void refuses(RunningWebhook replica, String revision) throws Exception {
        assertThat(replica.stamp().body())
                .contains("\"allowed\":false", "Wait for the end of the freeze.")
                .contains("\"bundle-revision\":\"" + revision);
    }

    private static String await(RunningWebhook replica, Predicate<JsonObject> condition)
            throws Exception {
        while (true) {
            JsonObject policy = policy(replica);
            if (condition.test(policy)) {
                return revision(policy);
            }
            Thread.sleep(50);
        }
    }

    private static JsonObject policy(RunningWebhook replica) throws Exception {
        return JsonReader.readObject(
                replica.management("/policy").getBytes(StandardCharsets.UTF_8),
                JsonLimits.kubernetesObject());
    }

    private static String revision(RunningWebhook replica) throws Exception {
        return revision(policy(replica));
    }

    private static String revision(JsonObject policy) {
        return policy.string("revision").orElseThrow();
    }

    private static boolean isNull(JsonObject policy, String member) {
        return policy.find(member).orElse(JsonNull.INSTANCE) instanceof JsonNull;
    }

    /** With what the team's rule calls. */
    private static byte[] bundle(String revision, Map<String, String> more) throws IOException {
        Map<String, String> files = new TreeMap<>(more);
        try (Stream<Path> paths = Files.walk(SHIPPED)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (path.toString().endsWith(".rego")) {
                    files.put(SHIPPED.relativize(path).toString(), Files.readString(path));
                }
            }
        }
        return PackedBundle.of(files, "--revision", revision);
    }
}
