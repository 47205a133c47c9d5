package io.driftseal.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.Verification.HashMismatch;
import io.driftseal.stamp.Verification.Malformed;
import io.driftseal.stamp.Verification.Verified;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.FormVersions;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A stamp is held against the version of the form that it names. The second version is a test's
 * own: the shipped rules and one more, which leaves the hostname out.
 */
class FormVersionTest {

    private static final int OTHER =
            1 + CanonicalForm.of(Fixtures.workload(Fixtures.POD)).version();
    private static final Workload POD =
            Fixtures.workload(
                    Fixtures.POD,
                    "\"serviceAccountName\"",
                    "\"hostname\":\"a\",\"serviceAccountName\"");

    private static final FormVersions VERSIONS = FormVersions.shipped().and(otherDeclaration());
    private static final StampVerifier VERIFIER =
            new StampVerifier(Fixtures.RING.verificationKeys(), Fixtures.CLOCK, VERSIONS);

    static JsonObject otherDeclaration() {
        try (InputStream in = CanonicalForm.class.getResourceAsStream("canonical-form-v1.json")) {
            JsonObject shipped =
                    JsonReader.readObject(
                            Objects.requireNonNull(in).readAllBytes(),
                            JsonLimits.kubernetesObject());
            List<JsonValue> rules = new ArrayList<>(shipped.array("rules"));
            String rule =
                    """
                    {"shape": "Pod", "paths": ["spec.hostname"], "rule": "leave-out",
                     "author": "this test", "reason": "another meaning"}
                    """;
            rules.add(
                    JsonReader.readObject(
                            rule.getBytes(StandardCharsets.UTF_8), JsonLimits.kubernetesObject()));
            return shipped.with("version", JsonValue.of(OTHER)).with("rules", new JsonArray(rules));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String stamp() {
        CanonicalForm form = VERSIONS.form(POD, OTHER).orElseThrow();
        StampStatement newest = Fixtures.childOf(Fixtures.workload(Fixtures.OWNER), POD);
        return Fixtures.issue(
                new StampStatement(
                        newest.subject(),
                        StampContent.of(POD, form),
                        newest.parent(),
                        newest.decision(),
                        newest.lifetime()));
    }

    private static Workload hostname(String other) {
        return Fixtures.workload(POD.tree().toString(), "\"hostname\":\"a\"", other);
    }

    @Test
    void holdsAStampAgainstTheVersionItNames() {
        // Given a stamp of the other version
        String stamp = stamp();

        // When it is held against its pod by a program that knows both
        // Then it is verified, and what that version leaves out may change
        assertThat(VERIFIER.verify(Optional.of(stamp), POD)).isInstanceOf(Verified.class);
        assertThat(VERIFIER.verify(Optional.of(stamp), hostname("\"hostname\":\"b\"")))
                .isInstanceOf(Verified.class);
        assertThat(VERIFIER.comparable(Optional.of(stamp), POD).version()).isEqualTo(OTHER);
    }

    @Test
    void findsAChangeUnderEitherVersion() {
        // Given the pod with a field that both versions hash
        Workload changed = hostname("\"hostname\":\"a\",\"hostPID\":true");

        // When stamps of both versions are held against it, then neither holds
        String newest = Fixtures.issue(Fixtures.childOf(Fixtures.workload(Fixtures.OWNER), POD));
        for (String stamp : List.of(stamp(), newest)) {
            assertThat(VERIFIER.verify(Optional.of(stamp), changed))
                    .isInstanceOf(HashMismatch.class);
        }
    }

    @Test
    void takesNoFormOfOneVersionForAnother() {
        // Given both forms of one pod, when hashed, then the hashes differ
        assertThat(VERSIONS.form(POD, OTHER).orElseThrow().hash())
                .isNotEqualTo(CanonicalForm.of(POD).hash());
        assertThat(VERSIONS.known()).containsExactly(OTHER - 1, OTHER);
    }

    @Test
    void holdsNothingOfAVersionItDoesNotKnow() {
        // Given a program that knows only its own version, when it meets the other's stamp, then it
        // says so and compares nothing
        assertThat(Fixtures.VERIFIER.verify(Optional.of(stamp()), POD))
                .isInstanceOf(Malformed.class);
    }
}
