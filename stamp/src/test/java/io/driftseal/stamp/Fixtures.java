package io.driftseal.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The pods, owners and keys that the tests of this package are about. */
final class Fixtures {

    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final Validity THIS_YEAR =
            new Validity(
                    Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));

    static final SigningKey KEY = SigningKey.generate(new SecureRandom(), THIS_YEAR);
    static final SigningKey STRANGER = SigningKey.generate(new SecureRandom(), THIS_YEAR);
    static final SigningKeyRing RING = new SigningKeyRing(List.of(KEY));
    static final StampVerifier VERIFIER = new StampVerifier(RING.verificationKeys(), CLOCK);

    static final String DECISION = "dec-01932c07-5f0e-7cc1-9f6a-3b8a1d7a2f11";
    static final String OWNER_UID = "7c6f2c1e-6a0c-4d7f-8f2b-2f6f0f9b1c55";

    static final String POD =
            """
            {"apiVersion":"v1","kind":"Pod",
             "metadata":{"name":"web-5d8f-abcde","namespace":"shop","uid":"0b7a2f64-52a5-4b8a-bb1c-0f4a2b1e77aa",
               "generateName":"web-5d8f-",
               "labels":{"app":"web"},
               "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-5d8f",
                 "uid":"7c6f2c1e-6a0c-4d7f-8f2b-2f6f0f9b1c55","controller":true}]},
             "spec":{"serviceAccountName":"web",
               "containers":[{"name":"app","image":"registry.example/web:1.4"}]}}
            """;

    static final String OWNER =
            """
            {"apiVersion":"apps/v1","kind":"ReplicaSet",
             "metadata":{"name":"web-5d8f","namespace":"shop","uid":"7c6f2c1e-6a0c-4d7f-8f2b-2f6f0f9b1c55",
               "labels":{"app":"web"}},
             "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},
               "template":{"metadata":{"labels":{"app":"web"}},
                 "spec":{"serviceAccountName":"web",
                   "containers":[{"name":"app","image":"registry.example/web:1.4"}]}}}}
            """;

    private Fixtures() {}

    static Workload workload(String json) {
        try {
            return Workload.of(
                    JsonReader.readObject(json.getBytes(UTF_8), JsonLimits.kubernetesObject()));
        } catch (MalformedJsonException | UnsupportedWorkloadException e) {
            throw new AssertionError("the fixture is wrong", e);
        }
    }

    /** The fixture with one text replaced, which must be there. */
    static Workload workload(String json, String text, String replacement) {
        if (!json.contains(text)) {
            throw new AssertionError("the fixture does not hold " + text);
        }
        return workload(json.replace(text, replacement));
    }

    static StampDecision decision() {
        return new StampDecision(
                DECISION,
                "standard",
                "2026-11-20",
                "system:serviceaccount:ci:deploy",
                "",
                Optional.empty());
    }

    static StampLifetime anHour() {
        return new StampLifetime(NOW, NOW.plus(Duration.ofHours(1)));
    }

    static StampStatement root(Workload workload) {
        return new StampStatement(
                StampSubject.of(workload),
                StampContent.of(workload),
                Optional.empty(),
                decision(),
                anHour());
    }

    static StampStatement childOf(Workload owner, Workload child) {
        StampStatement parent = root(owner);
        return new StampStatement(
                StampSubject.of(child),
                StampContent.of(child),
                Optional.of(ParentLink.to(owner, parent, issue(parent))),
                decision(),
                anHour());
    }

    static String issue(StampStatement statement) {
        try {
            return new StampIssuer(RING, CLOCK).issue(statement);
        } catch (StampNotIssuedException e) {
            throw new AssertionError("the statement must be issued", e);
        }
    }

    /** A stamp of a pod of a replica set, as the webhook issues it. */
    static String podStamp() {
        return issue(childOf(workload(OWNER), workload(POD)));
    }
}
