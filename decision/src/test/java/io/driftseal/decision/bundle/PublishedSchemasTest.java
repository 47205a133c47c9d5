package io.driftseal.decision.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.driftseal.decision.AccessDecision;
import io.driftseal.decision.AccessInput;
import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.decision.AdmissionDecision;
import io.driftseal.decision.AdmissionInput;
import io.driftseal.decision.AdmittedWorkload;
import io.driftseal.decision.ApprovalFacts;
import io.driftseal.decision.Coverage;
import io.driftseal.decision.Door;
import io.driftseal.decision.DriftDecision;
import io.driftseal.decision.DriftInput;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.Facts;
import io.driftseal.decision.FindingFacts;
import io.driftseal.decision.GrantDecision;
import io.driftseal.decision.GrantInput;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.NotificationChannel;
import io.driftseal.decision.Operation;
import io.driftseal.decision.Origin;
import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.Reason;
import io.driftseal.decision.RequestedGrant;
import io.driftseal.decision.ResponseAction;
import io.driftseal.decision.ResponseDecision;
import io.driftseal.decision.Severity;
import io.driftseal.decision.UsableGrant;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.decision.opa.OpaProcessEngine;
import io.driftseal.workload.ApprovedRange;
import io.driftseal.workload.LaterChange;
import io.driftseal.workload.ResourceChange;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped policies in the real program, and both documents against what we publish of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PublishedSchemasTest {

    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

    private OpaProcessEngine engine;
    private PolicyDecisionPoint point;

    PublishedSchemasTest() throws Exception {
        engine =
                OpaProcessEngine.start(
                        RealOpa.program(),
                        PolicyBundle.read(RealOpa.shippedPolicies()),
                        EvaluationBounds.elsewhere());
        point = new PolicyDecisionPoint(engine, () -> "dec-1", () -> Facts.NOW);
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(EntryPoint.class)
    void whatJavaAsksAndWhatRegoAnswersAreAsPublished(EntryPoint entryPoint) throws Exception {
        // Given
        JsonObject input = input(entryPoint);
        // When
        Evaluation evaluation = engine.evaluate(entryPoint, input);
        // Then
        assertThat(schema(entryPoint, "input").validate(input.toString(), InputFormat.JSON))
                .isEmpty();
        assertThat(evaluation)
                .isInstanceOfSatisfying(
                        Evaluation.Answered.class,
                        answered ->
                                assertThat(errors(entryPoint, "output", answered.document()))
                                        .isEmpty());
    }

    @ParameterizedTest
    @EnumSource(EntryPoint.class)
    void theSchemasRefuseWhatTheyDoNotName(EntryPoint entryPoint) throws Exception {
        // Given
        JsonObject input = input(entryPoint);
        JsonObject output = ((Evaluation.Answered) engine.evaluate(entryPoint, input)).document();
        // When, Then
        assertThat(errors(entryPoint, "input", input.with("surplus", "x"))).isNotEmpty();
        assertThat(errors(entryPoint, "output", output.with("surplus", "x"))).isNotEmpty();
        for (String member : input.members().keySet()) {
            assertThat(errors(entryPoint, "input", input.without(member))).isNotEmpty();
        }
        for (String member : output.members().keySet()) {
            assertThat(errors(entryPoint, "output", output.without(member))).isNotEmpty();
        }
    }

    @Test
    void refusesAndSaysWhatToChange() {
        // When
        AdmissionDecision decision = point.decide(Facts.admission());
        // Then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        AdmissionDecision.Refused.class,
                        refused -> {
                            assertThat(refused.runtimePolicy()).isEqualTo("restricted");
                            assertThat(refused.reasons())
                                    .containsExactly(
                                            new Reason(
                                                    "image-tag",
                                                    "Name a tag other than latest, or a digest, in"
                                                            + " app.",
                                                    "spec.template.spec.containers[name=app].image"),
                                            new Reason(
                                                    "privilege-escalation",
                                                    "Set allowPrivilegeEscalation: false in app.",
                                                    "spec.template.spec.containers[name=app]"
                                                            + ".securityContext"
                                                            + ".allowPrivilegeEscalation"));
                        });
    }

    /** Built-ins fail hard here, which the policies' own tests do not show. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"spec\": null}",
                "{\"spec\": \"text\"}",
                "{\"spec\": {\"containers\": null}}",
                "{\"spec\": {\"containers\": \"text\"}}",
                "{\"spec\": {\"containers\": {\"a\": {}}}}",
                "{\"spec\": {\"containers\": [null, 3, \"text\", [], {}]}}",
                "{\"spec\": {\"containers\": [{\"name\": 3, \"image\": 3, \"securityContext\": 3}]}}",
                "{\"spec\": {\"containers\": [{\"name\": \"a\", \"image\": null}]}}",
                "{\"spec\": {\"containers\": [{\"securityContext\": {\"capabilities\": {\"add\": [3, null]}}}]}}",
                "{\"spec\": {\"volumes\": [null, 3, {\"name\": 3, \"hostPath\": {}}]}}",
                "{\"spec\": {\"serviceAccountName\": 3, \"automountServiceAccountToken\": \"x\"}}",
                "{\"spec\": {\"containers\": [{\"name\": \"%d%s%v\", \"image\": \"%d\"}]}}",
                "{\"spec\": {\"nodeName\": 3, \"hostUsers\": \"false\", \"os\": 3, \"resources\": 3}}",
                "{\"spec\": {\"securityContext\": {\"sysctls\": [3, {}, {\"name\": 3}], \"seLinuxOptions\": 3}}}",
                "{\"spec\": {\"securityContext\": {\"windowsOptions\": 3, \"seccompProfile\": [], \"runAsUser\": {}}}}",
                "{\"spec\": {\"containers\": [{\"env\": [3, {\"name\": [\"TOKEN\"], \"value\": 3}], \"envFrom\": 3, \"ports\": [3, {\"hostPort\": {}}]}]}}",
                "{\"spec\": {\"containers\": [{\"livenessProbe\": 3, \"lifecycle\": {\"preStop\": {\"httpGet\": {\"host\": 3}}}}]}}",
                "{\"spec\": {\"containers\": [{\"securityContext\": {\"procMount\": 3, \"appArmorProfile\": {\"type\": []}, \"capabilities\": 3}}]}}",
                "{\"spec\": {\"volumes\": [{\"projected\": {\"sources\": [3, {\"serviceAccountToken\": {\"expirationSeconds\": \"x\"}}]}, \"image\": 3}]}}",
                "{\"metadata\": {\"annotations\": {\"container.apparmor.security.beta.kubernetes.io/a\": 3}}, \"spec\": 3}"
            })
    void decidesWhateverTheTreeHolds(String object) {
        // Given
        AdmissionInput like = Facts.admission();
        var workload =
                new AdmittedWorkload(
                        "Pod", "x", List.of("spec"), Facts.json(object), Optional.empty());
        // When
        AdmissionDecision decision =
                point.decide(
                        new AdmissionInput(
                                Operation.CREATE,
                                Origin.ROOT,
                                like.namespace(),
                                like.requester(),
                                new ApprovalFacts.None(),
                                workload));
        // Then
        assertThat(decision).isNotInstanceOf(AdmissionDecision.Undecided.class);
    }

    @Test
    void everyDoorIsAskedAboutAsPublishedAndAnswered() {
        for (Door door : Door.values()) {
            // Given
            AccessInput input =
                    new AccessInput(
                            new AccessSession(
                                    door,
                                    "app",
                                    List.of("sh"),
                                    new AccessSession.Destination("8080", "/metrics"),
                                    Optional.of(
                                            new AccessSession.RequestedToken(
                                                    List.of("vault"), 600, "Pod", "web-1")),
                                    Optional.of(change())),
                            Facts.SHOP,
                            new AccessTarget("Service", "web", "uid-2", List.of(), false),
                            Facts.CI,
                            Optional.of(new UsableGrant("dec-7", "ci", "INC-1")));
            // When, Then
            assertThat(errors(EntryPoint.ACCESS, "input", input.document(Facts.NOW))).isEmpty();
            assertThat(point.decide(input))
                    .as(door.wireName())
                    .isInstanceOf(AccessDecision.Granted.class);
        }
    }

    private static LaterChange change() {
        var range = new ApprovedRange(new BigDecimal("0.1"), BigDecimal.TEN);
        return new LaterChange(
                List.of(JsonObject.of("name", new JsonString("debug"))),
                List.of(
                        new ResourceChange(
                                "app",
                                "limits",
                                "cpu",
                                Optional.of(BigDecimal.ONE),
                                Optional.of(BigDecimal.TWO),
                                Optional.of(range)),
                        new ResourceChange(
                                "app",
                                "limits",
                                "memory",
                                Optional.of(BigDecimal.ONE),
                                Optional.empty(),
                                Optional.empty())),
                true);
    }

    @Test
    void shutsTheDoorOfARestrictedPod() {
        // When
        AccessDecision decision = point.decide(Facts.access());
        // Then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        AccessDecision.Denied.class,
                        denied ->
                                assertThat(denied.reasons())
                                        .extracting(Reason::message)
                                        .containsExactly(
                                                "Ask for a grant (driftseal grant request): exec"
                                                        + " needs one in tier restricted."));
    }

    @Test
    void issuesAGrantAsAskedForOrSaysWhatToAskFor() {
        // Given
        GrantInput like = Facts.grant();
        RequestedGrant asked = like.grant();
        var tooLong =
                new RequestedGrant(
                        asked.door(),
                        asked.container(),
                        asked.image(),
                        asked.command(),
                        asked.wildcards(),
                        asked.openEnded(),
                        asked.port(),
                        asked.user(),
                        asked.reason(),
                        86_400,
                        asked.uses());
        // When, Then
        assertThat(like.document(Facts.NOW).toString()).doesNotContain("hunter2");
        assertThat(point.decide(like)).isInstanceOf(GrantDecision.Issued.class);
        assertThat(
                        point.decide(
                                new GrantInput(
                                        tooLong,
                                        like.namespace(),
                                        like.target(),
                                        like.requester())))
                .isInstanceOfSatisfying(
                        GrantDecision.Denied.class,
                        denied ->
                                assertThat(denied.reasons())
                                        .extracting(Reason::code)
                                        .containsExactly("grant-lifetime"));
    }

    @ParameterizedTest
    @CsvSource({
        "unstamped",
        "stamp-malformed",
        "stamp-forged",
        "stamp-copied",
        "stamp-edited",
        "form-changed",
        "policy-label-changed",
        "not-derived-from-owner",
        "door-against-policy",
        "webhook-configuration-changed",
        "webhook-configuration-deleted",
        "webhook-certificate-untrusted",
        "stamp-expired-key"
    })
    void judgesEveryReasonCodeOfTheScanner(String code) {
        // Given
        var namespace = new NamespaceFacts("shop", Map.of("driftseal.io/mode", "enforce"));
        // When
        DriftDecision decision =
                point.decide(
                        new DriftInput(
                                Facts.WEB,
                                "",
                                namespace,
                                List.of(new FindingFacts(code, "m", List.of())),
                                new Coverage(List.of(), List.of())));
        // Then
        assertThat(decision).isInstanceOf(DriftDecision.Judged.class);
    }

    @Test
    void judgesAndPlansAChangedFormInRestricted() {
        // When
        DriftDecision judged = point.decide(Facts.drift());
        ResponseDecision planned = point.decide(Facts.response());
        // Then
        assertThat(judged)
                .isEqualTo(
                        new DriftDecision.Judged(
                                judged.reference(),
                                Severity.CRITICAL,
                                true,
                                List.of(NotificationChannel.SLACK, NotificationChannel.PAGERDUTY)));
        assertThat(planned)
                .isEqualTo(
                        new ResponseDecision.Planned(
                                planned.reference(),
                                List.of(ResponseAction.DENY_TOKENS, ResponseAction.DELETE_POD),
                                "Severity critical in tier restricted."));
        assertThat(planned.reference().bundleRevision())
                .isEqualTo(engine.status().bundleRevision())
                .hasSize(64);
    }

    private static JsonObject input(EntryPoint entryPoint) {
        return switch (entryPoint) {
            case ADMISSION -> Facts.admission().document(Facts.NOW);
            case ACCESS -> Facts.access().document(Facts.NOW);
            case GRANT -> Facts.grant().document(Facts.NOW);
            case DRIFT -> Facts.drift().document(Facts.NOW);
            case RESPONSE -> Facts.response().document(Facts.NOW);
        };
    }

    private static List<String> errors(EntryPoint entryPoint, String side, JsonObject document) {
        return schema(entryPoint, side).validate(document.toString(), InputFormat.JSON).stream()
                .map(String::valueOf)
                .toList();
    }

    private static Schema schema(EntryPoint entryPoint, String side) {
        Path file =
                RealOpa.shippedPolicies()
                        .resolve("schema")
                        .resolve(entryPoint.wireName() + "-" + side + ".json");
        try {
            return SCHEMAS.getSchema(Files.readString(file), InputFormat.JSON);
        } catch (IOException e) {
            throw new AssertionError("no schema " + file, e);
        }
    }
}
