package io.driftseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.ResourceType;
import io.driftseal.stamp.ApproverFiles;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi.Call;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person's way to an approval. The API server here adds no defaults. */
final class ApprovalCommandsTest {

    private static final String KEY = "approval.driftseal.io/deployment";
    private static final String MANIFEST =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              template:
                spec:
                  serviceAccountName: web
                  containers:
                  - name: app
                    image: registry.example/web:1.4
                    env: [{name: PASSWORD, value: hunter2}]
            """;

    @TempDir private Path directory;
    private final FakeKubernetesApi cluster = new FakeKubernetesApi();

    @BeforeEach
    void anApproverWhomTheAdministratorsList() {
        CommandRun made = approver("alice");
        assertThat(made.code()).as(made.err()).isZero();
        CommandRun listed =
                CommandRun.of("keys", "approvers", at("list.json"), "--add", at("alice.entry"));
        assertThat(listed.code()).as(listed.err()).isZero();
        assertThat(listed.out()).contains("alice").contains("signs until");
    }

    private CommandRun approver(String name) {
        return CommandRun.of(
                "keys",
                "approver",
                name,
                "--key",
                at(name + ".json"),
                "--entry",
                at(name + ".entry"));
    }

    private String at(String name) {
        return directory.resolve(name).toString();
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private CommandRun approve(String manifest, String... more) throws Exception {
        return approveAs("alice", manifest, more);
    }

    private CommandRun approveAs(String name, String manifest, String... more) throws Exception {
        String[] arguments = new String[more.length + 5];
        arguments[0] = "approve";
        arguments[1] = file("manifest.yaml", manifest);
        arguments[2] = "--key";
        arguments[3] = at(name + ".json");
        arguments[4] = "--yes";
        System.arraycopy(more, 0, arguments, 5, more.length);
        return CommandRun.on(cluster, arguments);
    }

    private CommandRun verify(String object) throws Exception {
        return CommandRun.of(
                "approval", "verify", file("object.json", object), "--approvers", at("list.json"));
    }

    private static JsonObject json(String text) throws Exception {
        return JsonReader.readObject(
                text.getBytes(StandardCharsets.UTF_8), JsonLimits.kubernetesObject());
    }

    @Test
    void theKeyIsPrivateTheEntryIsNotAndNeitherIsReplaced() throws Exception {
        Path key = directory.resolve("alice.json");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(directory.resolve("alice.entry"))).doesNotContain("privateKey");
        CommandRun again = approver("alice");
        assertThat(again.code()).isEqualTo(ExitCode.NO);
        assertThat(again.err()).contains("never overwritten");
        assertThat(
                        CommandRun.of("keys", "approver", " ", "--key", at("x"), "--entry", at("y"))
                                .code())
                .isEqualTo(2);
        assertThat(directory.resolve("x")).doesNotExist();
    }

    @Test
    void aListHasNoKeyTwiceAndRevokesOnlyWhatItHas() throws Exception {
        String before = Files.readString(directory.resolve("list.json"));

        CommandRun twice =
                CommandRun.of("keys", "approvers", at("list.json"), "--add", at("alice.entry"));
        CommandRun unknown =
                CommandRun.of("keys", "approvers", at("list.json"), "--revoke", "nobody");

        assertThat(twice.err()).contains("not changed").contains("twice");
        assertThat(unknown.err()).contains("no key of this id");
        assertThat(Files.readString(directory.resolve("list.json"))).isEqualTo(before);
        assertThat(CommandRun.of("keys", "approvers", at("none.json")).code())
                .isEqualTo(ExitCode.NO);
    }

    @Test
    void whatIsApprovedIsShownAndTheApprovedObjectVerifies() throws Exception {
        CommandRun run = approve(MANIFEST, "--reason", "change 12");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("To be approved by alice")
                .contains("Deployment/shop/web")
                .contains("registry.example/web:1.4")
                .doesNotContain("hunter2");
        assertThat(cluster.writes())
                .singleElement()
                .matches(write -> write.dryRun() && write.call() == Call.CREATE);
        assertThat(json(run.out()).string("metadata", "annotations", KEY)).isPresent();
        CommandRun verified = verify(run.out());
        assertThat(verified.code()).as(verified.out()).isZero();
        assertThat(verified.out()).startsWith("approved by alice").contains("change 12");
        assertThat(CommandRun.withInput(run.out(), "approval", "show", "-").out())
                .contains(KEY)
                .contains("not verified")
                .contains("approver: alice");
    }

    @Test
    void aChangeOfWhatRunsIsShownAsSuch() throws Exception {
        cluster.put(ResourceType.DEPLOYMENTS, json(approve(MANIFEST).out()));

        CommandRun changed = approve(MANIFEST.replace("web:1.4", "web:1.5"));
        CommandRun same = approve(MANIFEST);

        assertThat(changed.err())
                .contains("What changes")
                .contains("image changed from registry.example/web:1.4 to registry.example/web:1.5")
                .doesNotContain("All that is approved");
        assertThat(verify(changed.out()).code()).isZero();
        assertThat(same.err()).contains("Nothing changes");
    }

    /** The object as a dry run prints it: no cluster is asked, and what it wrote is left out. */
    @Test
    void aDryRunOfSomebodyElseIsApprovedWithoutACluster() throws Exception {
        JsonObject metadata =
                json(
                        """
                        {"name":"web","namespace":"shop","uid":"u1","resourceVersion":"7",
                         "annotations":{"approval.driftseal.io/deployment":"requested",
                         "stamp.driftseal.io/deployment":"old"}}
                        """);
        String dryRun =
                Manifests.workload(file("m.yaml", MANIFEST), System.in)
                        .tree()
                        .with("metadata", metadata)
                        .toString();

        CommandRun run =
                CommandRun.of(
                        "approve",
                        file("dry-run.json", dryRun),
                        "--key",
                        at("alice.json"),
                        "--yes");

        assertThat(run.code()).as(run.err()).isZero();
        JsonObject approved = json(run.out()).object("metadata");
        assertThat(approved.members().keySet()).containsExactly("name", "namespace", "annotations");
        assertThat(approved.object("annotations").members().keySet()).containsExactly(KEY);
        assertThat(verify(run.out()).code()).isZero();
    }

    @Test
    void aCustomKindIsApprovedWhereItIsNamed() throws Exception {
        String roots =
                file(
                        "roots.json",
                        """
                        {"customRoots": [{"group": "delivery.example.org", "version": "v1alpha1",
                          "kind": "Rollout", "plural": "rollouts", "templatePath": "spec.template",
                          "makes": "ReplicaSet", "controllers": ["controller"]}]}
                        """);
        String rollout =
                MANIFEST.replace("apps/v1", "delivery.example.org/v1alpha1")
                        .replace("kind: Deployment", "kind: Rollout");
        String key = "approval.driftseal.io/rollout.delivery.example.org";

        assertThat(approve(rollout).err()).contains("--custom-roots");
        CommandRun run = approve(rollout, "--custom-roots", roots);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("Rollout.delivery.example.org/shop/web");
        assertThat(cluster.writes())
                .singleElement()
                .matches(write -> write.dryRun() && write.call() == Call.CREATE);
        assertThat(json(run.out()).string("metadata", "annotations", key)).isPresent();
        String approved = file("approved.json", run.out());
        String list = at("list.json");
        CommandRun verified =
                CommandRun.of(
                        "approval",
                        "verify",
                        approved,
                        "--approvers",
                        list,
                        "--custom-roots",
                        roots);
        assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
        assertThat(CommandRun.of("approval", "show", approved, "--custom-roots", roots).out())
                .contains(key);
        assertThat(CommandRun.of("approval", "verify", approved, "--approvers", list).code())
                .isEqualTo(ExitCode.NO);
    }

    @Test
    void aNameThatIsToBeGeneratedIsApprovedAsSuch() throws Exception {
        String job =
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {generateName: import-, namespace: shop}
                spec: {template: {spec: {containers: [{name: app, image: "a:1"}]}}}
                """;

        CommandRun run = approve(job);

        assertThat(run.err()).contains("Job/shop/import-").doesNotContain("import-f");
        String born =
                run.out().replace("\"generateName\"", "\"name\":\"import-x2\",\"generateName\"");
        assertThat(verify(born).code()).isZero();
        assertThat(verify(born.replace("import-x2", "export-x2")).code()).isEqualTo(ExitCode.NO);
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    web:1.4                | web:1.5                | another configuration
                    "namespace":"shop"     | "namespace":"bank"     | it was issued for namespace shop
                    "name":"web"           | "name":"web2"          | it was issued for the name web
                    approval.driftseal.io  | other.example          | it carries no approval
                    """)
    void anApprovalThatIsCarriedElsewhereIsNone(String text, String instead, String reason)
            throws Exception {
        CommandRun answer = verify(approve(MANIFEST).out().replace(text, instead));

        assertThat(answer.code()).isEqualTo(ExitCode.NO);
        assertThat(answer.out()).startsWith("not approved").contains(reason);
    }

    @Test
    void onlyAKeyThatIsListedAndNotRevokedApproves() throws Exception {
        approver("mallory");
        String approved = approve(MANIFEST).out();

        assertThat(verify(approveAs("mallory", MANIFEST).out()).out())
                .contains("no listed approver's");
        String kid = ApproverFiles.readSigning(directory.resolve("alice.json")).key().kid();
        CommandRun revoked = CommandRun.of("keys", "approvers", at("list.json"), "--revoke", kid);

        assertThat(revoked.out()).contains("revoked at");
        assertThat(verify(approved).out()).contains("the key of alice was revoked");
    }

    @Test
    void anApprovalEnds() throws Exception {
        String approved = file("approved.json", approve(MANIFEST, "--days", "2").out());

        CommandRun later =
                CommandRun.at(
                        CommandRun.CLOCK.instant().plus(Duration.ofDays(3)),
                        "approval",
                        "verify",
                        approved,
                        "--approvers",
                        at("list.json"));

        assertThat(later.code()).isEqualTo(ExitCode.NO);
        assertThat(later.out()).contains("it expired at");
    }

    /** Each line is a way of asking that signs nothing. */
    @ParameterizedTest
    @CsvSource({"--days,0,2", "--days,91,2", "--namespace,bank,1", "--namespace,Not_One,2"})
    void nothingIsSignedThatWasAskedForWrongly(String option, String value, int code)
            throws Exception {
        CommandRun run = approve(MANIFEST, option, value);

        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void nothingIsSignedWithoutAYes() throws Exception {
        String manifest = file("manifest.yaml", MANIFEST);

        CommandRun no = CommandRun.on(cluster, "approve", manifest, "--key", at("alice.json"));
        CommandRun unasked = CommandRun.on(cluster, "approve", "-", "--key", at("alice.json"));
        CommandRun tooLong = approve(MANIFEST, "--reason", "x".repeat(201));
        CommandRun nowhere = approve(MANIFEST.replace(", namespace: shop", ""));

        assertThat(no.err()).contains("nothing was signed");
        assertThat(unasked.code()).isEqualTo(2);
        assertThat(tooLong.err()).contains("cannot be approved");
        assertThat(nowhere.err()).contains("names no namespace");
        assertThat(no.out() + unasked.out() + tooLong.out() + nowhere.out()).isEmpty();
    }

    @Test
    void theAnnotationAloneFitsIntoAManifest() throws Exception {
        String line = approve(MANIFEST, "--annotation").out().strip();

        String manifest =
                MANIFEST.replace(
                        "namespace: shop}", "namespace: shop, annotations: {" + line + "}}");
        assertThat(line).startsWith(KEY + ": '");
        assertThat(verify(manifest).code()).isZero();
    }
}
