package io.driftseal.system.story;

import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.testsupport.receiver.ReceivedSlackMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The pod loses its tokens and its life, the neighbours keep theirs, and the evidence holds. */
final class ResponseChapter {

    private static final Duration DEAD = Duration.ofSeconds(40);

    private final Installation driftseal;
    private final DriftChapter drift;
    private final Narrator narrator;

    ResponseChapter(Installation driftseal, DriftChapter drift, Narrator narrator) {
        this.driftseal = driftseal;
        this.drift = drift;
        this.narrator = narrator;
    }

    List<StoryLine> lines() {
        return List.of(
                new StoryLine(
                        "writes with the pod's token were denied, proved by a 403 of our policy",
                        () -> proved("deny-tokens")),
                new StoryLine(
                        "the pod was deleted, and its token proved dead by a 401",
                        () -> proved("delete-pod")),
                new StoryLine(
                        "Slack was told what was done, and how that is known", this::slackTold),
                new StoryLine(
                        "whoever stole it is refused by the API server now", this::tokenRefused),
                new StoryLine("the other pod's token is still good", this::neighbourUnharmed),
                new StoryLine(
                        "the evidence chain holds, checked offline with public keys alone",
                        this::evidenceHolds));
    }

    private Proof proved(String action) throws ClaimFailedException {
        JsonNode outcome =
                driftseal.findings().awaitOutcome(AdmissionChapter.STRICT, drift.victim(), action);
        if (!outcome.path("proof").asString().equals("PROVED")) {
            throw new ClaimFailedException("the responder says " + outcome);
        }
        String audit = outcome.path("auditId").asString("");
        return audit.isEmpty()
                ? Proof.evidence(outcome.path("outcomeId").asString())
                : Proof.audit(audit);
    }

    private Proof slackTold() {
        String told =
                Eventually.get(
                        "Slack to be told of both responses",
                        DEAD,
                        () ->
                                driftseal
                                        .sinks()
                                        .slackAbout(drift.incidentId())
                                        .map(ReceivedSlackMessage::readable)
                                        .filter(text -> text.contains("deny-tokens: done, proved"))
                                        .filter(text -> text.contains("delete-pod: done, proved")));
        told.lines()
                .filter(line -> line.startsWith("deny-tokens") || line.startsWith("delete-pod"))
                .forEach(narrator::aside);
        return Proof.incident(drift.incidentId());
    }

    private Proof tokenRefused() {
        Instant begun = Instant.now();
        Eventually.holds(
                "the stolen token to be refused",
                DEAD,
                () -> driftseal.writeWith(drift.stolenToken(), AdmissionChapter.STRICT) == 401);
        double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
        return Proof.measured(String.format(Locale.ROOT, "401 after %.1f s more", seconds));
    }

    private Proof neighbourUnharmed() throws ClaimFailedException {
        int status = driftseal.writeWith(drift.neighboursToken(), AdmissionChapter.STRICT);
        if (status != 201) {
            throw new ClaimFailedException("a write with it answered " + status);
        }
        return Proof.measured("a dry-run write with it answers " + status);
    }

    private Proof evidenceHolds() throws ClaimFailedException {
        Path file = driftseal.directory().resolve("evidence.jsonl");
        try {
            Files.writeString(file, driftseal.findings().evidence());
        } catch (IOException e) {
            throw new ClaimFailedException("cannot write " + file, e);
        }
        CommandResult verified =
                driftseal
                        .command()
                        .run(
                                "evidence",
                                "verify",
                                file.toString(),
                                "--keys",
                                driftseal
                                        .settings()
                                        .keyDirectory()
                                        .resolve("checkpoint-verification.json")
                                        .toString());
        if (!verified.succeeded()) {
            throw new ClaimFailedException(verified.stdout() + verified.stderr());
        }
        return Proof.evidence(verified.stdout().lines().findFirst().orElse("intact"));
    }
}
