package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.StampContent;
import io.driftseal.stamp.StampDecision;
import io.driftseal.stamp.StampIssuer;
import io.driftseal.stamp.StampLifetime;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.StampSubject;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stamps and manifests on the command line. */
class StampCommandsTest {

    private static final String MANIFEST =
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
              labels: {app: web}
            spec:
              containers:
              - name: app
                image: registry.example/web:1.4
                resources: {limits: {cpu: 1000m}}
                env:
                - {name: PASSWORD, value: hunter2}
            """;

    @TempDir private Path directory;
    private String publicKeys;
    private String stamp;

    @BeforeEach
    void issueAStamp() throws Exception {
        Path keys = directory.resolve("keys");
        CommandRun.of("keys", "init", keys.toString());
        publicKeys = keys.resolve("stamp-verification.json").toString();
        SigningKeyRing ring =
                KeyFiles.readSigning(keys.resolve("stamp-signing.json"), KeyPurpose.STAMP);
        Workload pod = Manifests.workload(file("pod.yaml", MANIFEST), System.in);
        Instant now = Instant.now();
        stamp =
                new StampIssuer(ring, Clock.systemUTC())
                        .issue(
                                new StampStatement(
                                        StampSubject.of(pod),
                                        StampContent.of(pod),
                                        Optional.empty(),
                                        new StampDecision(
                                                "dec-1",
                                                "standard",
                                                "r1",
                                                "alice",
                                                "",
                                                Optional.empty()),
                                        new StampLifetime(now, now.plus(Duration.ofHours(1)))));
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private String stamped() {
        return MANIFEST.replace(
                "labels: {app: web}",
                "labels: {app: web}\n  annotations:\n    stamp.driftseal.io/pod: '" + stamp + "'");
    }

    @Test
    void verifiesAStampedManifestAndRefusesAChangedOne() throws Exception {
        // Given a stamped object, When it is verified, Then yes
        CommandRun good =
                CommandRun.of("stamp", "verify", file("a.yaml", stamped()), "--keys", publicKeys);
        assertThat(good.code()).as(good.out() + good.err()).isZero();
        assertThat(good.out()).startsWith("verified").contains("dec-1");

        // When its image is changed, Then no, with both hashes
        CommandRun changed =
                CommandRun.of(
                        "stamp",
                        "verify",
                        file("b.yaml", stamped().replace("web:1.4", "web:6.6")),
                        "--keys",
                        publicKeys);
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.out()).startsWith("hash mismatch");

        // When it has none, Then no
        CommandRun none =
                CommandRun.of("stamp", "verify", file("c.yaml", MANIFEST), "--keys", publicKeys);
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.out()).startsWith("missing");
    }

    @Test
    void showsAStampFromStandardInputAsJson() throws Exception {
        // Given the object as kubectl writes it in JSON
        JsonObject tree = Manifests.workload(file("a.yaml", stamped()), System.in).tree();

        // When it is shown from standard input, with and without keys
        CommandRun plain = CommandRun.withInput(tree.toString(), "stamp", "show", "-");
        CommandRun checked =
                CommandRun.withInput(tree.toString(), "stamp", "show", "-", "--keys", publicKeys);

        // Then it is readable, and says whether it was verified
        assertThat(plain.code()).as(plain.err()).isZero();
        assertThat(plain.out())
                .contains("stamp.driftseal.io/pod")
                .contains("not verified")
                .contains("name: Pod/shop/web")
                .contains("requester: alice")
                .contains("decision: dec-1");
        assertThat(checked.out()).contains("verified: as approved by decision dec-1");
    }

    @Test
    void shownTextCannotCommandATerminal() throws Exception {
        // Given an annotation of ours that holds an escape sequence
        String evil =
                MANIFEST.replace(
                        "labels: {app: web}",
                        "annotations: {\"stamp.driftseal.io/\\e[2J\": \"x\"}");

        // When it is shown, Then the sequence is defused
        CommandRun run = CommandRun.of("stamp", "show", file("evil.yaml", evil));
        assertThat(run.out()).contains("stamp.driftseal.io/?[2J").doesNotContain("\u001b");
    }

    @Test
    void diffKnowsEqualMeaning() throws Exception {
        // Given the same pod with a quantity in another spelling, and one with another image
        String other = file("other.yaml", MANIFEST.replace("1000m", "\"1\""));
        String changed =
                file(
                        "changed.yaml",
                        MANIFEST.replace("web:1.4", "web:6.6").replace("hunter2", "hunter3"));

        // When they are compared
        CommandRun same = CommandRun.of("diff", file("a.yaml", MANIFEST), other);
        CommandRun different = CommandRun.of("diff", file("a.yaml", MANIFEST), changed);

        // Then the first two mean the same, the others do not, and no secret is shown
        assertThat(same.code()).as(same.out() + same.err()).isZero();
        assertThat(different.code()).isEqualTo(1);
        assertThat(different.err()).isEmpty();
        assertThat(different.out()).contains("image").contains("web:6.6").doesNotContain("hunter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    `` | does not hold one object
                    `[1, 2]` | does not hold one object
                    `{"a":1,"a":2}` | two members
                    `{"apiVersion":"v1","kind":"Service"}` | not a workload that is stamped
                    `a: [` | not one YAML document
                    `a: 1\nb: 2\na: 3` | not one YAML document
                    """)
    void saysWhatIsWrongWithAManifest(String text, String reason) throws Exception {
        CommandRun run = CommandRun.of("stamp", "show", file("bad", text.replace("\\n", "\n")));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("driftseal: ").contains(reason).doesNotContain("\tat ");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void saysWhichFileIsMissingAndWhichKeysAreWrong() throws Exception {
        assertThat(CommandRun.of("stamp", "show", "/nonexistent.yaml").err())
                .contains("/nonexistent.yaml");
        String wrong = directory.resolve("keys/checkpoint-verification.json").toString();
        CommandRun run =
                CommandRun.of("stamp", "verify", file("a.yaml", stamped()), "--keys", wrong);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("use is not stamp-verification");
        assertThat(CommandRun.of("stamp", "verify", file("a.yaml", stamped())).code()).isEqualTo(2);
    }

    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop, uid: 11111111-2222-3333-4444-555555555555}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: app, image: "registry.example/web:1.4"}]
            """;

    private static final String REPLICA_SET =
            """
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata:
              name: web-5d8f7
              namespace: shop
              labels: {app: web, pod-template-hash: 5d8f7}
              ownerReferences:
              - {apiVersion: apps/v1, kind: Deployment, name: web, controller: true,
                 uid: 11111111-2222-3333-4444-555555555555}
            spec:
              selector: {matchLabels: {app: web, pod-template-hash: 5d8f7}}
              template:
                metadata: {labels: {app: web, pod-template-hash: 5d8f7}}
                spec:
                  containers: [{name: app, image: "registry.example/web:1.4"}]
            """;

    @Test
    void diffHoldsAChildAgainstItsOwner() throws Exception {
        String owner = file("owner.yaml", DEPLOYMENT);
        String child = file("child.yaml", REPLICA_SET);
        String changed = file("changed.yaml", REPLICA_SET.replace("web:1.4", "web:6.6"));

        for (CommandRun derived :
                List.of(CommandRun.of("diff", owner, child), CommandRun.of("diff", child, owner))) {
            assertThat(derived.code()).as(derived.out() + derived.err()).isZero();
            assertThat(derived.out()).isEmpty();
        }
        CommandRun unexplained = CommandRun.of("diff", owner, changed);
        assertThat(unexplained.code()).isEqualTo(1);
        assertThat(unexplained.out()).contains("image", "web:1.4", "web:6.6");
        assertThat(CommandRun.of("diff", owner, file("pod.yaml", MANIFEST)).err())
                .contains("cannot compare a Deployment with a Pod: neither makes the other");
    }

    @Test
    void customKindsAreReadWhereTheyAreNamed() throws Exception {
        String rollout =
                file(
                        "rollout.yaml",
                        DEPLOYMENT
                                .replace("apps/v1", "delivery.example.org/v1alpha1")
                                .replace("kind: Deployment", "kind: Rollout"));
        String roots =
                file(
                        "roots.json",
                        """
                        {"customRoots": [{"group": "delivery.example.org", "version": "v1alpha1",
                          "kind": "Rollout", "plural": "rollouts", "templatePath": "spec.template",
                          "makes": "ReplicaSet", "controllers": ["controller"]}]}
                        """);

        assertThat(CommandRun.of("diff", rollout, rollout).err()).contains("--custom-roots");
        CommandRun same = CommandRun.of("diff", rollout, rollout, "--custom-roots", roots);
        assertThat(same.code()).as(same.err()).isZero();
        CommandRun verify =
                CommandRun.of(
                        "stamp", "verify", rollout, "--keys", publicKeys, "--custom-roots", roots);
        assertThat(verify.out()).startsWith("missing");
        assertThat(CommandRun.of("stamp", "show", rollout, "--custom-roots", roots).err())
                .contains("carries no stamp");
        assertThat(CommandRun.of("diff", rollout, rollout, "--custom-roots", rollout).err())
                .contains("the file of custom roots cannot be read");
    }

    @Test
    void yamlAndJsonAreTheSameObject() throws Exception {
        JsonObject fromYaml = Manifests.workload(file("a.yaml", MANIFEST), System.in).tree();
        JsonObject fromJson =
                JsonReader.readObject(
                        Manifests.workload(file("a.json", fromYaml.toString()), System.in)
                                .tree()
                                .toString()
                                .getBytes(UTF_8),
                        JsonLimits.kubernetesObject());
        assertThat(fromJson).isEqualTo(fromYaml);
    }
}
