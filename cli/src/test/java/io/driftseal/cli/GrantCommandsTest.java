package io.driftseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.ResourceType;
import io.driftseal.stamp.AccessGrant;
import io.driftseal.stamp.CommandPattern;
import io.driftseal.stamp.GrantScope;
import io.driftseal.stamp.SignedGrant;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.Validity;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person sees of access grants. The cluster here signs nothing by itself. */
final class GrantCommandsTest {

    private final Instant now = CommandRun.CLOCK.instant();
    private final SigningKey key =
            SigningKey.generate(
                    new SecureRandom(),
                    new Validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1))));

    private final FakeKubernetesApi cluster = new FakeKubernetesApi();

    private void grant(String name, Instant notBefore, long used, String reason) {
        var grant =
                new AccessGrant(
                        "dec-01932c07-5f0e-7cc1-9f6a-3b8a1d7a2f11",
                        name,
                        new GrantScope("exec", "shop", "Pod", "web-1", "uid-1", "app", "", ""),
                        new CommandPattern(List.of("psql", "-c", "*")),
                        "alice",
                        "boss",
                        reason,
                        "f".repeat(64),
                        notBefore,
                        notBefore.plus(Duration.ofMinutes(15)),
                        1);
        cluster.put(
                ResourceType.ACCESS_GRANTS,
                JsonObject.builder()
                        .put(
                                "metadata",
                                JsonObject.builder()
                                        .put("name", name)
                                        .put("namespace", "shop")
                                        .put(
                                                "annotations",
                                                JsonObject.of(
                                                        SignedGrant.ANNOTATION,
                                                        new JsonString(
                                                                SignedGrant.sign(grant, key))))
                                        .build())
                        .put("status", JsonObject.builder().put("used", used).build())
                        .build());
    }

    @Test
    void aRequestThatNobodySignedIsSaidToOpenNothing() {
        CommandRun run =
                CommandRun.on(
                        cluster,
                        "grant",
                        "request",
                        "exec",
                        "web-1",
                        "-n",
                        "shop",
                        "-c",
                        "app",
                        "--reason",
                        "INC-1: locks",
                        "--",
                        "psql",
                        "-c",
                        "*");

        assertThat(run.code()).isEqualTo(ExitCode.NO);
        assertThat(run.err()).contains("nobody signed it, so it opens nothing");
        assertThat(cluster.writes()).hasSize(1);
    }

    @Test
    void aReasonIsNotOptional() {
        CommandRun run = CommandRun.on(cluster, "grant", "request", "exec", "web-1", "-n", "shop");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--reason");
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void theListShowsWhatIsOpenAndAllOfItOnRequest() {
        grant("grant-open", now.minusSeconds(60), 0, "INC-1: look");
        grant("grant-used", now.minusSeconds(60), 1, "INC-2: look");
        grant("grant-old", now.minus(Duration.ofHours(2)), 0, "INC-3: look");

        String open = CommandRun.on(cluster, "grant", "list", "-n", "shop").out();
        String all = CommandRun.on(cluster, "grant", "list", "-n", "shop", "--all").out();

        assertThat(open).contains("grant-open  open  exec of Pod/shop/web-1 for alice");
        assertThat(open).doesNotContain("grant-used").doesNotContain("grant-old");
        assertThat(all).contains("grant-used  used up").contains("grant-old  expired");
    }

    @Test
    void showSaysThatNothingWasVerifiedWithoutKeys() {
        grant("grant-open", now.minusSeconds(60), 0, "INC-1: \u202elook");

        CommandRun run = CommandRun.on(cluster, "grant", "show", "grant-open", "-n", "shop");

        assertThat(run.code()).isEqualTo(ExitCode.YES);
        assertThat(run.out())
                .contains("state: open")
                .contains("command: psql -c *")
                .contains("signature: not verified")
                .doesNotContain("\u202e");
    }

    @Test
    void revokingTakesTheNamedOneOrThoseThatAreOver() {
        grant("grant-open", now.minusSeconds(60), 0, "INC-1: look");
        grant("grant-old", now.minus(Duration.ofHours(2)), 0, "INC-3: look");

        assertThat(CommandRun.on(cluster, "grant", "revoke", "--over", "-n", "shop").out())
                .isEqualToIgnoringNewLines("Revoked grant-old.");
        assertThat(CommandRun.on(cluster, "grant", "revoke", "grant-open", "-n", "shop").out())
                .isEqualToIgnoringNewLines("Revoked grant-open.");
        assertThat(CommandRun.on(cluster, "grant", "revoke", "grant-open", "-n", "shop").err())
                .contains("has no access grant of this name");
    }
}
