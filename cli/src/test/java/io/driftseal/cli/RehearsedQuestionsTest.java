package io.driftseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.AccessDecision;
import io.driftseal.decision.AccessInput;
import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.decision.AccessedPod;
import io.driftseal.decision.Coverage;
import io.driftseal.decision.Door;
import io.driftseal.decision.DriftDecision;
import io.driftseal.decision.DriftInput;
import io.driftseal.decision.FindingFacts;
import io.driftseal.decision.IncidentFacts;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.Requester;
import io.driftseal.decision.ResponseDecision;
import io.driftseal.decision.ResponseInput;
import io.driftseal.decision.Severity;
import io.driftseal.decision.Subject;
import io.driftseal.decision.kept.KeptInput;
import io.driftseal.decision.kept.KeptLine;
import io.driftseal.evidence.ChainEntry;
import io.driftseal.evidence.ChainHead;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.EvidenceChain;
import io.driftseal.evidence.EvidenceLine;
import io.driftseal.evidence.ExemptionEntry;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.service.mutualtls.PeerReply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept decisions about all questions, with exemptions, and policies that answer otherwise. */
class RehearsedQuestionsTest {

    private static final NamespaceFacts SHOP =
            new NamespaceFacts(
                    "shop",
                    Map.of("driftseal.io/tier", "standard", "driftseal.io/mode", "enforce"));
    private static final Subject POD = new Subject("Pod", "shop", "web-1", "uid-1");
    private static final List<FindingFacts> CHANGED =
            List.of(new FindingFacts("form-changed", "The form was changed.", List.of()));

    private static final String SETTINGS =
            """
            {"schema": "driftseal.settings/v1", "exemptions": [
              {"id": "agent-needs-it", "rule": "privileged", "namespaces": ["shop"],
               "workloads": [{"kind": "Pod", "name": "agent"}], "owner": "node-team",
               "reason": "reads the kernel log", "expires": "2099-01-01T00:00:00Z"},
              {"id": "old-needed-it", "rule": "privileged", "namespaces": ["shop"],
               "workloads": [{"kind": "Pod", "name": "old"}], "owner": "node-team",
               "reason": "until it is gone", "expires": "2021-01-01T00:00:00Z"}]}
            """;

    @TempDir private static Path directory;

    private static Path deciding;
    private static Path changed;
    private static Path inputs;
    private static String exempt;
    private static String ended;

    @BeforeAll
    static void decide() throws Exception {
        deciding = KeptDecisions.copy(KeptDecisions.SHIPPED, directory.resolve("deciding"));
        Files.writeString(deciding.resolve("data/team.json"), SETTINGS);
        try (KeptDecisions decisions = KeptDecisions.open(directory.resolve("inputs"), deciding)) {
            decisions.pod(new NamespaceFacts("plain", Map.of()), "web", false);
            exempt = decisions.pod("shop", "agent", true);
            ended = decisions.pod("shop", "old", true);
            ask(decisions.point());
            inputs = decisions.closeInto(directory.resolve("kept.jsonl"));
        }
        changed = KeptDecisions.copy(KeptDecisions.SHIPPED, directory.resolve("changed"));
        KeptDecisions.replace(
                changed.resolve("lib/tiers.rego"),
                "object.get(namespace.labels, label, \"standard\")",
                "object.get(namespace.labels, label, \"development\")");
        KeptDecisions.replace(
                changed.resolve("drift/decision.rego"),
                "\"form-changed\": {\"restricted\": \"critical\", \"standard\": \"error\"",
                "\"form-changed\": {\"restricted\": \"critical\", \"standard\": \"warning\"");
        KeptDecisions.replace(
                changed.resolve("response/decision.rego"),
                "\"error\": [\"deny-tokens\"]",
                "\"error\": []");
        KeptDecisions.replace(
                changed.resolve("access/doors.rego"),
                "\"exec\": {\"restricted\": \"grant\", \"standard\": \"record\"",
                "\"exec\": {\"restricted\": \"grant\", \"standard\": \"refuse\"");
    }

    private static void ask(PolicyDecisionPoint point) {
        var coverage = new Coverage(List.of("configuration"), List.of());
        assertThat(point.decide(new DriftInput(POD, "standard", SHOP, CHANGED, coverage)))
                .isInstanceOf(DriftDecision.Judged.class);
        assertThat(
                        point.decide(
                                new ResponseInput(
                                        new IncidentFacts("inc-1", Severity.ERROR, CHANGED),
                                        POD,
                                        "Deployment",
                                        "standard",
                                        SHOP)))
                .isInstanceOf(ResponseDecision.Planned.class);
        assertThat(
                        point.decide(
                                new AccessInput(
                                        AccessSession.through(Door.EXEC),
                                        SHOP,
                                        AccessTarget.pod(
                                                new AccessedPod(
                                                        "web-1", "uid-1", Map.of(), "standard")),
                                        new Requester("jane", List.of()),
                                        Optional.empty())))
                .isInstanceOf(AccessDecision.Granted.class);
    }

    @Test
    void aChangeOfTierStopsNobodyUnlessAnyChangeIsToStop() {
        CommandRun run = rehearse("--namespace", "plain");

        assertThat(run.out())
                .contains("over 1 kept decisions: 0 unchanged, 1 would change.", "1 retiered")
                .containsPattern("retiered +plain/Pod/web +1 +standard -> development");
        assertThat(run.code()).isEqualTo(0);

        CommandRun strict = rehearse("--namespace", "plain", "--strict");
        assertThat(strict.out()).isEqualTo(run.out());
        assertThat(strict.code()).isEqualTo(1);
    }

    @Test
    void everyQuestionIsSaidInItsOwnWords() {
        CommandRun run = rehearse();

        assertThat(run.out())
                .contains("over 6 kept decisions: 0 unchanged, 6 would change.")
                .containsPattern("newly refused +shop/Pod/web-1 \\(access\\) +1 +door-closed")
                .containsPattern("newly refused +shop/Pod/agent +1 +privileged at spec")
                .containsPattern(
                        "judged otherwise +shop/Pod/web-1 \\(drift\\) +1"
                                + " +error, slack, pagerduty -> warning, slack")
                .containsPattern(
                        "answered by other actions +shop/Pod/web-1 \\(response\\) +1"
                                + " +deny-tokens -> none")
                .containsPattern(
                        "refused for other reasons +shop/Pod/old +1"
                                + " +no longer: exemption-ended at [^;]+ dec-");
        assertThat(run.out().lines().filter(line -> line.startsWith("newly refused"))).hasSize(2);
        assertThat(run.code()).isEqualTo(1);

        CommandRun drift = rehearse("--question", "drift");
        assertThat(drift.out()).contains("over 1 kept decisions", "1 judged otherwise");
        assertThat(drift.code()).isEqualTo(0);
    }

    @Test
    void recordedDecisionsWhoseInputIsGoneAreCounted() throws Exception {
        List<String> lines = new ArrayList<>();
        ChainHead head = ChainHead.EMPTY;
        for (DecisionRecord record :
                List.of(
                        record(exempt, DecisionRecord.Point.STAMP, "shop", digest(exempt)),
                        record(gone(1), DecisionRecord.Point.STAMP, "shop", digest(exempt)),
                        record(gone(2), DecisionRecord.Point.GRANT, "shop", digest(exempt)),
                        record(gone(3), DecisionRecord.Point.STAMP, "other", digest(exempt)),
                        record(gone(4), DecisionRecord.Point.VERIFY, "shop", ""))) {
            ChainEntry entry =
                    EvidenceChain.append(
                            head,
                            Instant.now(),
                            "decision",
                            record.id(),
                            new String(RecordCodec.writeBody(record), StandardCharsets.UTF_8));
            lines.add(EvidenceLine.write(entry));
            head = entry.head();
        }
        Path export = Files.write(directory.resolve("export.jsonl"), lines);

        CommandRun run =
                rehearse(
                        "--evidence",
                        export.toString(),
                        "--namespace",
                        "shop",
                        "--question",
                        "admission");
        assertThat(run.out())
                .contains("over 2 kept decisions")
                .contains("1 decision not rehearsed: their input is no longer kept.");

        CommandRun all = rehearse("--evidence", export.toString(), "--json");
        assertThat(all.out()).contains("\"inputNotKept\":3");

        Files.writeString(export, "{}x\n");
        CommandRun broken = rehearse("--evidence", export.toString());
        assertThat(broken.err()).contains("cannot read evidence file");
        assertThat(broken.code()).isEqualTo(1);
    }

    @Test
    void anExemptionIsExplainedByWhoAnswersForIt() {
        CommandRun run = explain(exempt);

        assertThat(run.out())
                .contains("Asked again, they answer the same.")
                .contains("Warned of exemption-used at spec.containers[name=app]")
                .contains(
                        "  exemption agent-needs-it of rule privileged, by node-team until"
                                + " 2099-01-01T00:00:00Z: reads the kernel log")
                .contains("admission/decision.rego:");
        assertThat(run.code()).isEqualTo(0);
    }

    @Test
    void anExemptionThatEndedIsExplainedBesideTheRefusal() {
        CommandRun run = explain(ended);

        assertThat(run.out())
                .contains("Refused for privileged at spec.containers[name=app]")
                .contains("admission/containers.rego:13  violations")
                .contains("Refused for exemption-ended at spec.containers[name=app]")
                .contains(
                        "  exemption old-needed-it of rule privileged, by node-team until"
                                + " 2021-01-01T00:00:00Z: until it is gone");
        assertThat(run.code()).isEqualTo(0);
    }

    @Test
    void theRecordNamesItsExemption() throws Exception {
        Path keys = directory.resolve("keys");
        assertThat(CommandRun.of("keys", "init", keys.toString()).code()).isEqualTo(0);
        DecisionRecord record = record(exempt, DecisionRecord.Point.STAMP, "shop", digest(exempt));
        try (var scanner = new ListeningService(keys, "drift-scanner")) {
            scanner.answers(
                    "/v1/decisions/" + exempt,
                    request ->
                            PeerReply.json(
                                    200,
                                    RecordCodec.writeBatch(List.of(RecordEnvelope.of(record)))));
            CommandRun run = explain(exempt, "--scanner", scanner.url(), "--tls", keys.toString());

            assertThat(run.out())
                    .contains("CREATE of Pod shop/agent by ci")
                    .contains("recorded as ADMITTED in mode enforce, runtime policy standard")
                    .contains(
                            "    exemption agent-needs-it of rule privileged, by node-team until"
                                    + " 2099-01-01T00:00:00Z: reads the kernel log");
            assertThat(run.code()).isEqualTo(0);

            DecisionRecord others =
                    record(ended, DecisionRecord.Point.STAMP, "shop", digest(exempt));
            byte[] answer = RecordCodec.writeBatch(List.of(RecordEnvelope.of(others)));
            scanner.answers("/v1/decisions/" + ended, request -> PeerReply.json(200, answer));
            CommandRun other = explain(ended, "--scanner", scanner.url(), "--tls", keys.toString());
            assertThat(other.err()).contains("not the one of this decision's record");
            assertThat(other.code()).isEqualTo(1);
        }
    }

    private static String gone(int number) {
        return "dec-01932c07-5f0e-7cc1-9f6a-3b8a1d7a2f0" + number;
    }

    private static String digest(String decisionId) throws Exception {
        for (String line : Files.readAllLines(inputs)) {
            KeptInput kept = KeptLine.read(line.getBytes(StandardCharsets.UTF_8));
            if (kept.decisionId().equals(decisionId)) {
                return kept.inputDigest();
            }
        }
        throw new AssertionError("not kept: " + decisionId);
    }

    private static DecisionRecord record(
            String id, DecisionRecord.Point point, String namespace, String inputDigest) {
        var exemption =
                new ExemptionEntry(
                        "agent-needs-it",
                        "privileged",
                        "node-team",
                        "reads the kernel log",
                        "2099-01-01T00:00:00Z");
        return new DecisionRecord(
                id,
                Instant.now(),
                point,
                "CREATE",
                new WorkloadReference("Pod", namespace, "agent", ""),
                "enforce",
                DecisionRecord.Outcome.ADMITTED,
                "ci",
                "",
                "",
                Optional.empty(),
                "standard",
                "",
                inputDigest,
                List.of(
                        new ReasonEntry(
                                "exemption-used",
                                "Rule privileged is exempt.",
                                "",
                                Optional.of(exemption))),
                Optional.empty());
    }

    private static CommandRun explain(String id, String... more) {
        return run(Stream.of("policy", "explain", id, deciding.toString()), more);
    }

    private static CommandRun rehearse(String... more) {
        return run(Stream.of("policy", "rehearse", changed.toString()), more);
    }

    private static CommandRun run(Stream<String> command, String... more) {
        return CommandRun.of(
                Stream.of(command, Stream.of("--inputs", inputs.toString()), Stream.of(more))
                        .flatMap(words -> words)
                        .toArray(String[]::new));
    }
}
