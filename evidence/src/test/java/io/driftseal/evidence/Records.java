package io.driftseal.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records for tests, valid and told apart by a number. */
public final class Records {

    public static final Instant TIME = Instant.parse("2026-11-23T12:00:00.123Z");

    private Records() {}

    public static DecisionRecord decision(int number) {
        return decision(number, "shop", Optional.of(form()));
    }

    public static DecisionRecord decision(int number, String namespace, Optional<JsonObject> form) {
        return new DecisionRecord(
                id("dec", number),
                TIME.plusSeconds(number),
                DecisionRecord.Point.STAMP,
                "CREATE",
                new WorkloadReference("Pod", namespace, "web-" + number, ""),
                "enforce",
                DecisionRecord.Outcome.ADMITTED,
                "alice",
                "",
                "a".repeat(64),
                form,
                "standard",
                "2026-11-20",
                "sha256:0123",
                List.of(
                        new ReasonEntry(
                                "latest-tag", "pin the image", "spec.containers[name=app].image")),
                Optional.of(DoorUse.of("exec", "app", "sh")));
    }

    /** A decision that a rule let pass by an exemption. */
    public static DecisionRecord exempt(int number) {
        DecisionRecord plain = decision(number);
        return new DecisionRecord(
                plain.decisionId(),
                plain.time(),
                plain.point(),
                plain.operation(),
                plain.workload(),
                plain.mode(),
                plain.outcome(),
                plain.requester(),
                plain.approver(),
                plain.configurationHash(),
                plain.redactedForm(),
                plain.runtimePolicy(),
                plain.bundleRevision(),
                plain.inputDigest(),
                List.of(
                        new ReasonEntry(
                                "exemption-used",
                                "Rule host-path is exempt.",
                                "",
                                Optional.of(
                                        new ExemptionEntry(
                                                "legacy",
                                                "host-path",
                                                "team-node",
                                                "replaced in Q1",
                                                "2027-01-31T00:00:00Z")))),
                plain.door());
    }

    public static AmendmentRecord amendment(int number) {
        return new AmendmentRecord(
                id("amd", number),
                TIME,
                new WorkloadReference("Pod", "shop", "web", "uid-1"),
                "resize",
                id("dec", number),
                "alice",
                "",
                List.of("spec.containers[name=app].resources.limits.cpu changed from 1 to 2"),
                "{}");
    }

    public static BaselineRecord baseline(int number) {
        return new BaselineRecord(
                id("bas", number),
                TIME,
                new WorkloadReference("Pod", "shop", "web-" + number, "uid-" + number),
                1,
                "b".repeat(64),
                Optional.of(form()),
                "{\"payload\":\"\"}");
    }

    public static FindingRecord finding(int number) {
        return new FindingRecord(
                "fnd-" + "%032x".formatted(number),
                TIME,
                "hash-mismatch",
                "the image was changed",
                new WorkloadReference("Pod", "shop", "web", "uid-1"),
                Map.of("live", "b", "approved", "a"),
                List.of("spec.containers[name=app].image changed"));
    }

    public static ResponsePlan plan(int number) {
        return new ResponsePlan(
                id("pln", number),
                id("inc", number),
                TIME,
                new WorkloadReference("Pod", "shop", "web", "uid-1"),
                "ReplicaSet",
                List.of("deny-tokens", "delete-pod"),
                false,
                id("dec", number),
                "critical drift");
    }

    public static ResponseOutcome outcome(int number) {
        return new ResponseOutcome(
                id("out", number),
                id("pln", number),
                id("inc", number),
                TIME,
                "deny-tokens",
                ResponseOutcome.Result.DONE,
                ResponseOutcome.Proof.PROVED,
                "403",
                Optional.of("audit-1"),
                Optional.empty());
    }

    public static RecordGap gap(int number) {
        return new RecordGap(
                "gap-" + "%032x".formatted(number),
                TIME,
                TIME.plusSeconds(1),
                3,
                List.of(new WorkloadReference("Pod", "shop", "web", "uid-1")),
                List.of("bank"),
                false);
    }

    public static String id(String prefix, int number) {
        return prefix + "-01932c07-5f0e-7cc1-9f6a-%012x".formatted(number);
    }

    /** With what a mapper could lose: number literals, order, nulls, empty containers. */
    static JsonObject form() {
        try {
            return JsonReader.readObject(
                    "{\"z\":1.10,\"a\":[1e3,null,true,{}],\"big\":12345678901234567890,\"text\":\"ü\\u0001\"}"
                            .getBytes(UTF_8),
                    JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new AssertionError(e);
        }
    }
}
