package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.AdmissionDecision;
import io.driftseal.decision.AdmissionInput;
import io.driftseal.decision.AdmittedWorkload;
import io.driftseal.decision.ApprovalFacts;
import io.driftseal.decision.DecisionReference;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.Operation;
import io.driftseal.decision.Origin;
import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.Requester;
import io.driftseal.decision.TimeOrderedIds;
import io.driftseal.decision.bundle.OpaProgram;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.kept.InputStoreSettings;
import io.driftseal.decision.kept.KeptInputs;
import io.driftseal.decision.loading.PolicyEngines;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions of the shipped policies, kept as a service keeps them, and what others say of them. */
class RehearseAndExplainTest {

    private static final Path SHIPPED = Path.of("../policies/rego").toAbsolutePath().normalize();

    @TempDir private static Path directory;

    private static Path changed;
    private static Path inputs;
    private static String plain;
    private static String privileged;

    @BeforeAll
    static void decide() throws Exception {
        Path opa = OpaProgram.find(System.getenv()).orElseThrow();
        Path store = directory.resolve("inputs");
        KeptInputs kept =
                KeptInputs.open(
                        store,
                        InputStoreSettings.of(InputStoreSettings.LEAST_BYTES, Duration.ofDays(1)),
                        Clock.systemUTC());
        try (kept;
                var engine = PolicyEngines.repeating(opa, PolicyBundle.read(SHIPPED))) {
            var point =
                    new PolicyDecisionPoint(
                            engine,
                            new TimeOrderedIds("dec", Clock.systemUTC(), new SecureRandom()),
                            Clock.systemUTC(),
                            kept);
            plain = id(point.decide(asked("shop", "web", false)));
            privileged = id(point.decide(asked("shop", "agent", true)));
            id(point.decide(asked("shop", "agent", true)));
            id(point.decide(asked("other", "quiet", false)));
        }
        inputs = directory.resolve("kept.jsonl");
        try (Stream<Path> segments = Files.list(store)) {
            for (Path segment : segments.sorted().toList()) {
                Files.write(
                        inputs,
                        Files.readAllBytes(segment),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        }
        changed = change(directory.resolve("changed"));
    }

    private static String id(AdmissionDecision decision) {
        DecisionReference reference =
                switch (decision) {
                    case AdmissionDecision.Admitted admitted -> admitted.reference();
                    case AdmissionDecision.Refused refused -> refused.reference();
                    case AdmissionDecision.Undecided undecided ->
                            throw new AssertionError(undecided.toString());
                };
        return reference.decisionId();
    }

    private static JsonObject json(String text) throws MalformedJsonException {
        return JsonReader.readObject(text.getBytes(UTF_8), JsonLimits.kubernetesObject());
    }

    private static AdmissionInput asked(String namespace, String name, boolean privileged)
            throws MalformedJsonException {
        JsonObject container =
                json("""
                {"name": "app", "image": "registry.example/app:1.2"}
                """)
                        .with(
                                "securityContext",
                                JsonObject.of("privileged", JsonBoolean.of(privileged)));
        JsonObject object =
                json(
                        """
                        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s"},
                         "spec": {"containers": [%s]}}
                        """
                                .formatted(name, container));
        return new AdmissionInput(
                Operation.CREATE,
                Origin.ROOT,
                new NamespaceFacts(namespace, Map.of("driftseal.io/tier", "standard")),
                new Requester("ci", List.of()),
                new ApprovalFacts.None(),
                new AdmittedWorkload("Pod", name, List.of("spec"), object, Optional.empty()));
    }

    /** Refuses who is called web, and no longer who is privileged. */
    private static Path change(Path changed) throws IOException {
        try (Stream<Path> files = Files.walk(SHIPPED)) {
            for (Path file : files.toList()) {
                Path copy = changed.resolve(SHIPPED.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        Path containers = changed.resolve("admission/containers.rego");
        Files.writeString(
                containers,
                Files.readString(containers)
                        .replace(
                                "securityContext.privileged == true",
                                "securityContext.privileged == \"never\""));
        Files.writeString(
                changed.resolve("admission/team.rego"),
                """
                package driftseal.admission

                # METADATA
                # title: Names of the team
                # description: No workload is called web.
                # custom:
                #   code: team-name
                #   severity: error
                #   effect: {restricted: refuse, standard: refuse, development: refuse}
                #   controls: []
                team_name := rego.metadata.rule()

                violations contains violating(team_name, "Rename it.", "metadata.name") if {
                	input.workload.name == "web"
                }
                """);
        return changed;
    }

    @Test
    void theSamePoliciesChangeNothing() {
        CommandRun run = rehearse(SHIPPED);

        assertThat(run.out()).contains("over 4 kept decisions: 4 unchanged, 0 would change.");
        assertThat(run.code()).isEqualTo(0);
    }

    @Test
    void otherPoliciesAreSaidByWorkloadWithWhatTheyWouldChange() {
        CommandRun run = rehearse(changed);

        assertThat(run.out())
                .contains("over 4 kept decisions: 1 unchanged, 3 would change.")
                .containsPattern("newly refused +shop/Pod/web +1 +team-name at metadata.name")
                .containsPattern("newly admitted +shop/Pod/agent +2 +no longer: privileged at ");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void filtersAndTotalsCountWhatIsNotShown() {
        CommandRun none = rehearse(changed, "--namespace", "other");
        assertThat(none.out()).contains("over 1 kept decisions: 1 unchanged");
        assertThat(none.code()).isEqualTo(0);

        CommandRun drift = rehearse(changed, "--question", "drift");
        assertThat(drift.out()).contains("Nothing was rehearsed");
        assertThat(drift.code()).isEqualTo(1);

        CommandRun json = rehearse(changed, "--json", "--limit", "1");
        assertThat(json.out())
                .contains("\"rehearsed\":4", "\"newly-refused\":1", "\"newly-admitted\":2")
                .contains("\"groups\":2", "\"change\":\"newly-refused\"")
                .doesNotContain("\"change\":\"newly-admitted\"");
    }

    @Test
    void whatIsDamagedIsCountedAndNeverUsed() throws IOException {
        Path damaged = directory.resolve("damaged.jsonl");
        List<String> lines = Files.readAllLines(inputs);
        Files.write(
                damaged,
                List.of(
                        lines.get(0).replace("registry.example", "registry.exampie"),
                        lines.get(1),
                        "00000000 {}",
                        lines.get(2).substring(0, 400)));

        CommandRun run =
                CommandRun.of(
                        "policy", "rehearse", SHIPPED.toString(), "--inputs", damaged.toString());

        assertThat(run.out())
                .contains("over 1 kept decisions: 1 unchanged")
                .contains("3 decisions not rehearsed: their kept input is damaged.");
    }

    @Test
    void servicesAreReadPageByPage() throws Exception {
        Path keys = directory.resolve("keys");
        assertThat(CommandRun.of("keys", "init", keys.toString()).code()).isEqualTo(0);
        List<String> lines = Files.readAllLines(inputs);
        try (var webhook = new ListeningService(keys, "webhook")) {
            webhook.answers(
                    "/v1/inputs",
                    request ->
                            request.query().getOrDefault("from", "").isEmpty()
                                    ? page(lines.get(0), "7-100", 0)
                                    : page(lines.get(3), "", 2));
            Path out = directory.resolve("fetched.jsonl");
            CommandRun fetched =
                    CommandRun.of(
                            "evidence",
                            "inputs",
                            "--webhook",
                            webhook.url(),
                            "--tls",
                            keys.toString(),
                            "--out",
                            out.toString());

            assertThat(fetched.out()).contains("2 inputs written", "2 were damaged");
            assertThat(Files.readAllLines(out)).containsExactly(lines.get(0), lines.get(3));
            assertThat(webhook.requests()).hasSize(2);
        }
    }

    private static PeerReply page(String line, String next, int damaged) {
        String body = line + "\n{\"next\":\"" + next + "\",\"damaged\":" + damaged + "}";
        return new PeerReply(200, "application/jsonl", body.getBytes(UTF_8));
    }

    @Test
    void aRefusalIsExplainedByTheRuleItsPlaceAndItsValues() {
        CommandRun run = explain(privileged, SHIPPED);

        assertThat(run.out())
                .contains("the one that decided")
                .contains("Asked again, they answer the same.")
                .contains("Refused for privileged at spec.containers[name=app].securityContext")
                .contains("admission/containers.rego:13  violations")
                .contains("15  entry.container.securityContext.privileged == true")
                .contains("message = \"Remove privileged: true from app.\"");
        assertThat(run.code()).isEqualTo(0);
    }

    @Test
    void otherPoliciesAreSaidToBeOthers() {
        CommandRun run = explain(plain, changed);

        assertThat(run.out())
                .contains("ANOTHER decided")
                .contains("OTHERWISE: passes (standard) then, refused (standard) for team-name")
                .contains("admission/team.rego:13  violations");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void whatIsNoLongerKeptIsSaidToBeSo() {
        CommandRun run = explain("dec-01932c07-5f0e-7cc1-9f6a-3b8a1d7a2f11", SHIPPED);

        assertThat(run.err()).contains("is no longer kept");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void placesAndTimesAreHeldToTheirForm() {
        assertThat(CommandRun.of("policy", "rehearse", SHIPPED.toString()).code()).isEqualTo(2);
        assertThat(rehearse(SHIPPED, "--since", "yesterday").code()).isEqualTo(2);
        assertThat(rehearse(SHIPPED, "--question", "all").code()).isEqualTo(2);
        assertThat(explain("dec-../../x", SHIPPED).code()).isEqualTo(2);
    }

    private static CommandRun explain(String id, Path policies) {
        return CommandRun.of(
                "policy", "explain", id, policies.toString(), "--inputs", inputs.toString());
    }

    private static CommandRun rehearse(Path policies, String... more) {
        return CommandRun.of(
                Stream.concat(
                                Stream.of(
                                        "policy",
                                        "rehearse",
                                        policies.toString(),
                                        "--inputs",
                                        inputs.toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }
}
