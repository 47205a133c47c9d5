package io.driftseal.stamp;

import static io.driftseal.stamp.Fixtures.KEY;
import static io.driftseal.stamp.Fixtures.NOW;
import static io.driftseal.stamp.Fixtures.OWNER;
import static io.driftseal.stamp.Fixtures.STRANGER;
import static io.driftseal.stamp.Fixtures.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.stamp.ApprovalVerification.Approved;
import io.driftseal.stamp.ApprovalVerification.NotApproved;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose word counts, for what, and how long; and every way of using it elsewhere. */
final class ApprovalTest {

    private static final Workload WEB = workload(OWNER);
    private static final ApproverKey ALICE =
            new ApproverKey(KEY.verificationKey(), "alice", Optional.empty());

    @TempDir private Path directory;

    @Test
    void anApprovalOfThisObjectAsItIsCounts() {
        ApprovalStatement statement = statement(WEB);

        assertThat(verify(Approvals.sign(statement, KEY), WEB, ALICE))
                .isEqualTo(new Approved(statement));
    }

    /** Each line is the same approval, carried by an object that differs in one thing. */
    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "namespace":"shop"        | "namespace":"bank"       | it was issued for namespace shop
                    "name":"web-5d8f"         | "name":"web-other"       | it was issued for the name web-5d8f
                    registry.example/web:1.4  | registry.example/web:1.5 | it approves another configuration
                    "serviceAccountName":"web"| "serviceAccountName":"x" | it approves another configuration
                    """)
    void aReplayElsewhereIsNone(String text, String replacement, String reason) {
        String approval = Approvals.sign(statement(WEB), KEY);

        assertThat(reason(verify(approval, workload(OWNER, text, replacement), ALICE)))
                .startsWith(reason);
    }

    @Test
    void anApprovalOfAnotherKindIsNone() {
        Workload pod = workload(Fixtures.POD);
        String approval = Approvals.sign(statement(WEB), KEY);

        assertThat(reason(verify(approval, pod, ALICE)))
                .startsWith("it was issued for a ReplicaSet");
    }

    @Test
    void scalingNeedsNoNewApproval() {
        String approval = Approvals.sign(statement(WEB), KEY);

        assertThat(verify(approval, workload(OWNER, "\"replicas\":2", "\"replicas\":9"), ALICE))
                .isInstanceOf(Approved.class);
    }

    @Test
    void timeAndKeysThatDoNotCount() {
        ApprovalStatement now = statement(WEB);
        ApprovalStatement old = given(NOW.minus(Duration.ofDays(8)), Duration.ofDays(7), "alice");
        ApprovalStatement future =
                given(NOW.plus(Duration.ofHours(1)), Duration.ofDays(1), "alice");
        ApprovalStatement other = given(NOW, Duration.ofDays(1), "bob");
        var retired =
                new ApproverKey(
                        new VerificationKey(
                                KEY.kid(),
                                new Validity(
                                        NOW.minus(Duration.ofDays(9)),
                                        NOW.minus(Duration.ofDays(1))),
                                KEY.verificationKey().publicKey()),
                        "alice",
                        Optional.empty());

        assertThat(refusal(old, KEY, ALICE)).isEqualTo("it expired at 2026-11-22T12:00:00Z");
        assertThat(refusal(future, KEY, ALICE)).isEqualTo("it was given in the future");
        assertThat(refusal(other, KEY, ALICE))
                .isEqualTo("it names another approver than its key's");
        assertThat(refusal(now, STRANGER, ALICE)).endsWith("is no listed approver's");
        assertThat(refusal(now, KEY, ALICE.revoked(NOW))).isEqualTo("the key of alice was revoked");
        assertThat(refusal(now, KEY, retired)).isEqualTo("the key of alice was not valid then");
    }

    @Test
    void aChangedByteIsNoApproval() {
        String approval = Approvals.sign(statement(WEB), KEY);
        for (int at = 0; at < approval.length(); at++) {
            char other = approval.charAt(at) == 'A' ? 'B' : 'A';
            String changed = approval.substring(0, at) + other + approval.substring(at + 1);

            assertThat(verify(changed, WEB, ALICE)).isInstanceOf(NotApproved.class);
        }
    }

    @Test
    void aStampIsNoApprovalAndAnApprovalIsNoStamp() {
        String stamp = Fixtures.issue(Fixtures.root(WEB));
        String approval = Approvals.sign(statement(WEB), KEY);

        assertThat(reason(verify(stamp, WEB, ALICE)))
                .contains("predicateType is not https://driftseal.io/approval/v1");
        assertThat(Fixtures.VERIFIER.verify(Optional.of(approval), WEB))
                .isInstanceOf(Verification.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({"requested", "''", "{}", "alice"})
    void whateverElseStandsThereIsMalformed(String text) {
        assertThat(reason(verify(text, WEB, ALICE))).startsWith("malformed: ");
    }

    @Test
    void nobodyApprovesForEver() {
        assertThatThrownBy(() -> given(NOW, Duration.ofDays(91), "alice"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("within 90 days");
    }

    @Test
    void filesAreReadAsTheyWereWritten() throws Exception {
        var ring = new ApproverRing(List.of(ALICE.revoked(NOW)));
        Path file = directory.resolve("approvers.json");
        Path own = directory.resolve("approval-signing.json");
        ApproverFiles.writeRing(file, ring);
        ApproverFiles.writeSigning(own, new ApproverSigningKey(KEY, "alice"));

        assertThat(ApproverFiles.readRing(file)).isEqualTo(ring);
        ApproverSigningKey read = ApproverFiles.readSigning(own);
        assertThat(read.publicHalf()).isEqualTo(ALICE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("privateKey");
    }

    /** Each line changes a good ring in one place. */
    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    "version":1             | "version":2           | version is not 1
                    approval-verification   | stamp-verification    | use is not approval-verification
                    "identity":"alice"      | "identity":" "        | names its approver
                    "identity":"alice",     |                       | identity is missing
                    "kid"                   | "kit"                 | kid is missing
                    "notBefore":"2026       | "notBefore":"never    | is not a time
                    "publicKey":"           | "publicKey":"!        | is not base64
                    "revokedAt"             | "revoked"             | is not known here
                    """)
    void aRingThatIsNoneIsRefused(
            String text, @org.jspecify.annotations.Nullable String instead, String message)
            throws Exception {
        Path file = directory.resolve("approvers.json");
        ApproverFiles.writeRing(file, new ApproverRing(List.of(ALICE.revoked(NOW))));
        String good = Files.readString(file);
        assertThat(good).contains(text);
        Files.writeString(file, good.replace(text, instead == null ? "" : instead));

        assertThatThrownBy(() -> ApproverFiles.readRing(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws Exception {
        Path own = directory.resolve("approval-signing.json");
        ApproverFiles.writeSigning(own, new ApproverSigningKey(KEY, "alice"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> ApproverFiles.readSigning(own))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("chmod 600");
    }

    private static ApprovalStatement statement(Workload workload) {
        CanonicalForm form = CanonicalForm.of(workload);
        return new ApprovalStatement(
                StampSubject.of(workload),
                form.hash(),
                form.version(),
                "alice",
                "change 1234",
                NOW,
                NOW.plus(Duration.ofDays(7)));
    }

    private static ApprovalStatement given(Instant at, Duration lasting, String approver) {
        ApprovalStatement statement = statement(WEB);
        return new ApprovalStatement(
                statement.subject(),
                statement.hash(),
                statement.formVersion(),
                approver,
                "",
                at,
                at.plus(lasting));
    }

    private static String refusal(ApprovalStatement statement, SigningKey key, ApproverKey listed) {
        return reason(verify(Approvals.sign(statement, key), WEB, listed));
    }

    private static ApprovalVerification verify(String text, Workload live, ApproverKey listed) {
        return new ApprovalVerifier(new ApproverRing(List.of(listed)), () -> NOW)
                .verify(text, live, CanonicalForm.of(live));
    }

    private static String reason(ApprovalVerification verification) {
        return verification instanceof NotApproved(String reason) ? reason : "approved";
    }
}
