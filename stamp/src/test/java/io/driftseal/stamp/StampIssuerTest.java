package io.driftseal.stamp;

import static io.driftseal.stamp.Fixtures.CLOCK;
import static io.driftseal.stamp.Fixtures.KEY;
import static io.driftseal.stamp.Fixtures.NOW;
import static io.driftseal.stamp.Fixtures.OWNER;
import static io.driftseal.stamp.Fixtures.POD;
import static io.driftseal.stamp.Fixtures.VERIFIER;
import static io.driftseal.stamp.Fixtures.root;
import static io.driftseal.stamp.Fixtures.workload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.stamp.Verification.Verified;
import io.driftseal.workload.Workload;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is issued, within which size, and by which key. */
class StampIssuerTest {

    @Test
    void issuesAUsualStampWithItsImages() {
        // Given a pod of a replica set with names of usual length
        String stamp = Fixtures.podStamp();

        // When its size is taken, Then it is within the budget with every image
        assertThat(stamp.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(2048);
        Verification answer = VERIFIER.authenticate(stamp);
        assertThat(((Verified) answer).statement().images()).hasSize(1);
    }

    @Test
    void dropsImagesFromTheEndUntilItFits() throws Exception {
        // Given a pod with forty images
        StringBuilder containers =
                new StringBuilder("{\"name\":\"app\",\"image\":\"r.example/first:1\"}");
        for (int i = 0; i < 40; i++) {
            containers.append(
                    ",{\"name\":\"c%d\",\"image\":\"registry.example/team/service-%d:1.2.3\"}"
                            .formatted(i, i));
        }
        Workload many =
                workload(
                        POD,
                        "{\"name\":\"app\",\"image\":\"registry.example/web:1.4\"}",
                        containers.toString());

        // When it is stamped
        String stamp = new StampIssuer(Fixtures.RING, CLOCK).issue(root(many));

        // Then the first images are named, the digest covers all, and it verifies
        assertThat(stamp.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(2048);
        Verification answer = VERIFIER.verify(Optional.of(stamp), many);
        assertThat(answer).isInstanceOf(Verified.class);
        StampStatement statement = ((Verified) answer).statement();
        assertThat(statement.images()).startsWith("r.example/first:1").hasSizeBetween(2, 39);
        assertThat(statement.imagesDigest()).isEqualTo(StampContent.of(many).imagesDigest());
    }

    @Test
    void fitsTheLongestUserNameOfAServiceAccount() throws Exception {
        // Given a child with label-length names, asked for by the longest service account
        String requester = "system:serviceaccount:" + "n".repeat(63) + ":" + "s".repeat(253);
        var decision =
                new StampDecision(
                        Fixtures.DECISION, "standard", "2026", requester, "", Optional.empty());
        StampStatement child = Fixtures.childOf(workload(OWNER), workload(POD));
        var statement =
                new StampStatement(
                        child.subject(),
                        child.content(),
                        child.parent(),
                        decision,
                        child.lifetime());

        // When it is stamped, Then the name stands there as its digest
        String stamp = new StampIssuer(Fixtures.RING, CLOCK).issue(statement);
        StampStatement read = ((Verified) VERIFIER.authenticate(stamp)).statement();
        assertThat(read.requester()).startsWith("sha256:").hasSize(71);
    }

    @Test
    void refusesWhatDoesNotFitWithoutImages() {
        // Given names of the greatest length everywhere
        String name = "n".repeat(253);
        Workload owner = workload(OWNER, "\"name\":\"web-5d8f\"", "\"name\":\"" + name + "\"");
        Workload pod =
                workload(
                        POD,
                        "\"serviceAccountName\":\"web\"",
                        "\"serviceAccountName\":\"" + name + "\"");
        Workload named = workload(pod.tree().toString().replace("web-5d8f-abcde", name));
        StampStatement parent = root(owner);
        var statement =
                new StampStatement(
                        StampSubject.of(named),
                        StampContent.of(named),
                        Optional.of(
                                new ParentLink(
                                        owner.kind().kindName(),
                                        name,
                                        Fixtures.OWNER_UID,
                                        parent.decisionId(),
                                        "0".repeat(64))),
                        new StampDecision(
                                Fixtures.DECISION,
                                "standard",
                                "r",
                                "u".repeat(256),
                                "a".repeat(256),
                                Optional.empty()),
                        Fixtures.anHour());

        // When it is to be stamped, Then the message says what to shorten
        assertThatThrownBy(() -> new StampIssuer(Fixtures.RING, CLOCK).issue(statement))
                .isInstanceOf(StampNotIssuedException.class)
                .hasMessageContaining("shorten the names");
    }

    @Test
    void signsWithTheNewestKeyThatIsValid() throws Exception {
        // Given an old key, one that began today, one that begins tomorrow, and a retired one
        SigningKey today = key("2026-11-23T00:00:00Z", "2027-11-23T00:00:00Z");
        SigningKey tomorrow = key("2026-11-24T00:00:00Z", "2027-11-23T00:00:00Z");
        SigningKey retired = key("2026-11-23T11:00:00Z", "2026-11-23T11:59:00Z");
        var ring = new SigningKeyRing(List.of(KEY, tomorrow, today, retired));

        // When a stamp is issued, Then today's key signs
        String stamp = new StampIssuer(ring, CLOCK).issue(root(workload(OWNER)));
        assertThat(stamp).contains("\"keyid\":\"" + today.kid() + "\"");
        assertThat(new StampVerifier(ring.verificationKeys(), CLOCK).authenticate(stamp))
                .isInstanceOf(Verified.class);
    }

    @Test
    void issuesNothingWithoutAValidKey() {
        // Given a ring whose only key has retired
        Clock nextYear = Clock.fixed(Instant.parse("2027-06-01T00:00:00Z"), ZoneOffset.UTC);

        // When a stamp is to be issued, Then the message says what to do
        assertThatThrownBy(
                        () -> new StampIssuer(Fixtures.RING, nextYear).issue(root(workload(OWNER))))
                .isInstanceOf(StampNotIssuedException.class)
                .hasMessageContaining("keys rotate");
    }

    @Test
    void issuesNothingThatItsOwnVerificationWouldRefuse() {
        // Given a statement dated after the key's end
        var late =
                new StampLifetime(NOW.plusSeconds(86_400L * 365), NOW.plusSeconds(86_400L * 366));
        StampStatement now = root(workload(OWNER));
        var statement =
                new StampStatement(
                        now.subject(), now.content(), now.parent(), now.decision(), late);

        // When it is to be stamped, Then it is refused
        assertThatThrownBy(() -> new StampIssuer(Fixtures.RING, CLOCK).issue(statement))
                .isInstanceOf(StampNotIssuedException.class);
    }

    @Test
    void namesOneAnnotationPerKind() {
        assertThat(StampAnnotations.key(workload(POD).kind())).isEqualTo("stamp.driftseal.io/pod");
        assertThat(StampAnnotations.key(workload(OWNER).kind()))
                .isEqualTo("stamp.driftseal.io/replicaset");
        Workload stamped =
                workload(
                        POD,
                        "\"labels\"",
                        "\"annotations\":{\"stamp.driftseal.io/pod\":\"a\",\"other\":\"b\",\"stamp.driftseal.io/deployment\":\"c\"},\"labels\"");
        assertThat(StampAnnotations.own(stamped)).contains("a");
        assertThat(StampAnnotations.all(stamped))
                .containsOnlyKeys("stamp.driftseal.io/pod", "stamp.driftseal.io/deployment");
    }

    private static SigningKey key(String from, String until) {
        return SigningKey.generate(
                new SecureRandom(), new Validity(Instant.parse(from), Instant.parse(until)));
    }
}
