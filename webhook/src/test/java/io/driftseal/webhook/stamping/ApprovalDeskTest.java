package io.driftseal.webhook.stamping;

import static io.driftseal.webhook.ReviewBench.object;
import static io.driftseal.webhook.ReviewBench.withImage;
import static io.driftseal.webhook.ReviewBench.withMetadata;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.ApprovalFacts;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.Requester;
import io.driftseal.stamp.ApprovalStatement;
import io.driftseal.stamp.Approvals;
import io.driftseal.stamp.ApproverKey;
import io.driftseal.stamp.ApproverRing;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampContent;
import io.driftseal.stamp.StampDecision;
import io.driftseal.stamp.StampIssuer;
import io.driftseal.stamp.StampLifetime;
import io.driftseal.stamp.StampNotIssuedException;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.StampSubject;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.Validity;
import io.driftseal.webhook.review.AdmissionOperation;
import io.driftseal.webhook.review.AdmissionRequest;
import io.driftseal.webhook.review.ReviewedObjects;
import io.driftseal.webhook.review.ReviewedResource;
import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What counts as an approval at the webhook, and every way in which something else is none. */
final class ApprovalDeskTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String KEY = "approval.driftseal.io/deployment";
    private static final SigningKey ALICE = key();
    private static final SigningKey STRANGER = key();
    private static final SigningKey STAMPS = key();
    private static final SigningKeyRing STAMP_KEYS = new SigningKeyRing(List.of(STAMPS));

    private final ApproverRing listed =
            new ApproverRing(
                    List.of(new ApproverKey(ALICE.verificationKey(), "alice", Optional.empty())));

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    private static SigningKey key() {
        return SigningKey.generate(
                new SecureRandom(),
                new Validity(NOW.minus(Duration.ofDays(60)), NOW.plus(Duration.ofDays(60))));
    }

    private static Workload workload(JsonObject tree) {
        try {
            return Workload.of(tree);
        } catch (io.driftseal.workload.UnsupportedWorkloadException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String approval(SigningKey key, String approver, Instant at, JsonObject object) {
        Workload workload = workload(object);
        CanonicalForm form = CanonicalForm.of(workload);
        return Approvals.sign(
                new ApprovalStatement(
                        StampSubject.of(workload),
                        form.hash(),
                        form.version(),
                        approver,
                        "change 1234",
                        at,
                        at.plus(Duration.ofDays(7))),
                key);
    }

    private static JsonObject carrying(JsonObject object, String approval) {
        return withMetadata(object, "annotations", KEY, approval);
    }

    private static JsonObject named(JsonObject object, String field, String value) {
        return object.with("metadata", object.object("metadata").with(field, value));
    }

    private ApprovalFacts facts(JsonObject object, boolean dryRun) throws Exception {
        return facts(Optional.of(listed), object, Optional.empty(), dryRun);
    }

    private static ApprovalFacts facts(
            Optional<ApproverRing> ring,
            JsonObject object,
            Optional<JsonObject> old,
            boolean dryRun)
            throws Exception {
        var request =
                new AdmissionRequest(
                        "review",
                        old.isPresent() ? AdmissionOperation.UPDATE : AdmissionOperation.CREATE,
                        new ReviewedResource("apps", "v1", "deployments", ""),
                        object.string("metadata", "namespace").orElse(""),
                        object.string("metadata", "name").orElse(""),
                        new Requester("ci", List.of()),
                        new ReviewedObjects(Optional.of(object), old),
                        dryRun);
        Candidate candidate =
                Candidate.of(
                        request,
                        BuiltInKind.DEPLOYMENT,
                        new NamespaceFacts("shop", Map.of("driftseal.io/mode", "enforce")));
        return new ApprovalDesk(
                        () -> ring,
                        new StampVerifier(STAMP_KEYS.verificationKeys(), at(NOW)),
                        () -> NOW)
                .facts(candidate);
    }

    @Test
    void aListedApproversWordOfThisVeryObjectCounts() throws Exception {
        JsonObject deployment = object("deployment");

        assertThat(facts(carrying(deployment, approval(ALICE, "alice", NOW, deployment)), false))
                .isEqualTo(new ApprovalFacts.Verified("alice"));
        assertThat(facts(deployment, false)).isEqualTo(new ApprovalFacts.None());
    }

    static Stream<Arguments> noApprovals() {
        JsonObject it = object("deployment");
        String good = approval(ALICE, "alice", NOW, it);
        Instant longAgo = NOW.minus(Duration.ofDays(8));
        return Stream.of(
                row("unlisted key", approval(STRANGER, "alice", NOW, it), it, "no listed approver"),
                row("another's name", approval(ALICE, "bob", NOW, it), it, "another approver"),
                row("expired", approval(ALICE, "alice", longAgo, it), it, "it expired at"),
                row(
                        "from the future",
                        approval(ALICE, "alice", NOW.plus(Duration.ofHours(1)), it),
                        it,
                        "in the future"),
                row("another hash", good, withImage(it, "x:6.6"), "another configuration"),
                row("another object", good, named(it, "name", "other"), "issued for the name"),
                row("another namespace", good, named(it, "namespace", "bank"), "namespace shop"),
                row("empty", "", it, "malformed"),
                row("no envelope", "alice approves", it, "malformed"),
                row("no object", "[]", it, "malformed"),
                row("asked for, not in a dry run", Approvals.REQUESTED, it, "malformed"),
                row("too large", good + " ".repeat(4096), it, "malformed"),
                row("surplus member", good.replaceFirst("\\{", "{\"x\":1,"), it, "malformed"),
                row("a stamp", stamp(it, "alice", Duration.ofDays(1)), it, "no listed approver"));
    }

    private static Arguments row(String what, String approval, JsonObject on, String reason) {
        return Arguments.of(what, carrying(on, approval), reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noApprovals")
    void anythingElseIsRefusedWithItsReason(String what, JsonObject object, String reason)
            throws Exception {
        assertThat(facts(object, false))
                .as(what)
                .isInstanceOfSatisfying(
                        ApprovalFacts.Refused.class,
                        refused -> assertThat(refused.explanation()).contains(reason));
    }

    /** The Deployment controller copies annotations: what a parent carries approves no child. */
    @Test
    void anApprovalUnderAnotherKindsKeyIsNotLookedAt() throws Exception {
        JsonObject it = object("deployment");
        JsonObject copied =
                withMetadata(
                        it,
                        "annotations",
                        "approval.driftseal.io/replicaset",
                        approval(ALICE, "alice", NOW, it));

        assertThat(facts(copied, false)).isEqualTo(new ApprovalFacts.None());
    }

    @Test
    void whereNobodyIsListedNothingIsApproved() throws Exception {
        JsonObject it = object("deployment");
        JsonObject carrying = carrying(it, approval(ALICE, "alice", NOW, it));

        assertThat(facts(Optional.empty(), carrying, Optional.empty(), false))
                .isEqualTo(new ApprovalFacts.Refused("this installation lists no approvers"));
        assertThat(
                        facts(
                                Optional.of(new ApproverRing(List.of())),
                                carrying,
                                Optional.empty(),
                                false))
                .isInstanceOf(ApprovalFacts.Refused.class);
    }

    @Test
    void aRevokedKeysWordNoLongerCounts() throws Exception {
        JsonObject it = object("deployment");
        var revoked = new ApproverRing(List.of(listed.keys().getFirst().revoked(NOW)));

        assertThat(
                        facts(
                                Optional.of(revoked),
                                carrying(it, approval(ALICE, "alice", NOW, it)),
                                Optional.empty(),
                                false))
                .isEqualTo(new ApprovalFacts.Refused("the key of alice was revoked"));
    }

    @Test
    void onlyADryRunMayAskToBeApproved() throws Exception {
        assertThat(facts(carrying(object("deployment"), Approvals.REQUESTED), true))
                .isEqualTo(new ApprovalFacts.Requested());
    }

    @Test
    void whatWasApprovedStaysApprovedWhenItsExpiredStampIsRenewedAndOnlyThen() throws Exception {
        JsonObject stored = stamped(object("deployment"), "alice", Duration.ofDays(-1));
        JsonObject unapproved = stamped(object("deployment"), "", Duration.ofDays(-1));
        JsonObject valid = stamped(object("deployment"), "alice", Duration.ofDays(1));

        assertThat(update(stored, stored)).isEqualTo(new ApprovalFacts.Verified("alice"));
        assertThat(update(stored, withImage(stored, "x:6.6"))).isEqualTo(new ApprovalFacts.None());
        assertThat(update(unapproved, unapproved)).isEqualTo(new ApprovalFacts.None());
        assertThat(update(valid, valid)).isEqualTo(new ApprovalFacts.None());
        assertThat(update(stored, carrying(stored, "rubbish")))
                .as("rubbish takes nothing away")
                .isEqualTo(new ApprovalFacts.Verified("alice"));
    }

    private ApprovalFacts update(JsonObject stored, JsonObject change) throws Exception {
        return facts(Optional.of(listed), change, Optional.of(stored), false);
    }

    private static JsonObject stamped(JsonObject object, String approver, Duration parentFor) {
        return withMetadata(
                object,
                "annotations",
                StampAnnotations.key(BuiltInKind.DEPLOYMENT),
                stamp(object, approver, parentFor));
    }

    private static String stamp(JsonObject object, String approver, Duration parentFor) {
        Workload workload = workload(object);
        Instant issued = NOW.minus(Duration.ofDays(2));
        try {
            return new StampIssuer(STAMP_KEYS, at(issued))
                    .issue(
                            new StampStatement(
                                    StampSubject.of(workload),
                                    StampContent.of(workload),
                                    Optional.empty(),
                                    new StampDecision(
                                            "dec-1",
                                            "standard",
                                            "r1",
                                            "ci",
                                            approver,
                                            Optional.empty()),
                                    new StampLifetime(issued, NOW.plus(parentFor))));
        } catch (StampNotIssuedException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
