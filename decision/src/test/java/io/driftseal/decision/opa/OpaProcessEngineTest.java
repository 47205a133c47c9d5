package io.driftseal.decision.opa;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.RealOpa;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real program: what it answers, what it makes of bad policies, and how it dies and returns.
 */
final class OpaProcessEngineTest {

    private static final JsonObject INPUT = JsonObject.of("name", JsonValue.of("x"));

    /** More steps than any deadline here allows. */
    private static final String ENDLESS =
            "decision := {\"n\": count([1 | some a in numbers.range(1, 20000);"
                    + " some b in numbers.range(1, 20000); a + b == input.never])}";

    @TempDir private Path directory;

    @Test
    void answersWithTheRulesValueAndWhatItWasMadeFrom() throws Exception {
        // Given
        RealOpa.policies(directory, "drift", "decision := {\"seen\": input.name}");
        try (OpaProcessEngine engine = start()) {
            // When
            Evaluation evaluation = engine.evaluate(EntryPoint.DRIFT, INPUT);
            // Then
            assertThat(evaluation)
                    .isInstanceOfSatisfying(
                            Evaluation.Answered.class,
                            answered ->
                                    assertThat(answered.document())
                                            .isEqualTo(JsonObject.of("seen", JsonValue.of("x"))));
            assertThat(evaluation.inputDigest())
                    .isEqualTo("0229d37e33daae149bf40543a5ce1db4459d10f830d5139279aa2bfd5f6485a1")
                    .isEqualTo(evaluation.trace().input().orElseThrow().digest());
            assertThat(evaluation.bundleRevision())
                    .isEqualTo(PolicyBundle.read(directory).revision());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    UNDEFINED    | decision := {"never": true} if input.name == "y"
                    UNDEFINED    | verdict := {"another": "rule"}
                    EMPTY        | decision := {}
                    MALFORMED    | decision := "allow"
                    MALFORMED    | decision := [true]
                    MALFORMED    | decision := null
                    SERVER_ERROR | decision := {"n": x} if some x in [1, 2]
                    SERVER_ERROR | decision := {"n": to_number(input.name)}
                    SURPLUS      | decision := {"n": numbers.range(1, 300000)}
                    """)
    void badPoliciesGiveNoAnswer(Cause cause, String rule) throws Exception {
        // Given
        RealOpa.policies(directory, "admission", rule);
        try (OpaProcessEngine engine = start()) {
            // When
            Evaluation evaluation = engine.evaluate(EntryPoint.ADMISSION, INPUT);
            // Then
            assertThat(evaluation)
                    .isInstanceOfSatisfying(
                            Evaluation.Indeterminate.class,
                            none -> assertThat(none.cause()).isEqualTo(cause));
        }
    }

    @Test
    void serverErrorNamesThePlaceInThePoliciesAndNothingOfTheInput() throws Exception {
        // Given
        RealOpa.policies(directory, "admission", "decision := {\"n\": to_number(input.name)}");
        try (OpaProcessEngine engine = start()) {
            // When
            Evaluation evaluation =
                    engine.evaluate(
                            EntryPoint.ADMISSION,
                            JsonObject.of("name", JsonValue.of("a-secret-word")));
            // Then
            assertThat(evaluation)
                    .isInstanceOfSatisfying(
                            Evaluation.Indeterminate.class,
                            none ->
                                    assertThat(none.detail())
                                            .contains("admission.rego:3")
                                            .doesNotContain("a-secret-word"));
        }
    }

    @Test
    void lateAnswersAreNoneAndTheNextOneIsServed() throws Exception {
        // Given
        RealOpa.policies(directory, "drift", ENDLESS);
        try (OpaProcessEngine engine = start(Duration.ofMillis(300), 4)) {
            // When
            Evaluation late = engine.evaluate(EntryPoint.DRIFT, INPUT);
            Evaluation next = engine.evaluate(EntryPoint.ACCESS, INPUT);
            // Then
            assertThat(cause(late)).isEqualTo(Cause.TIMEOUT);
            assertThat(next).isInstanceOf(Evaluation.Answered.class);
        }
    }

    @Test
    void moreThanThePlacesAreTurnedAwayAndCounted() throws Exception {
        // Given
        RealOpa.policies(directory, "drift", ENDLESS);
        try (OpaProcessEngine engine = start(Duration.ofSeconds(3), 1);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            List<CompletableFuture<Cause>> causes =
                    IntStream.range(0, 3)
                            .mapToObj(i ->
                                    CompletableFuture.supplyAsync(
                                            () -> cause(engine.evaluate(EntryPoint.DRIFT, INPUT)),
                                            threads))
                            .toList();
            // Then
            assertThat(causes.stream().map(CompletableFuture::join))
                    .containsExactlyInAnyOrder(Cause.TIMEOUT, Cause.OVERLOADED, Cause.OVERLOADED);
            assertThat(engine.status().overloadedTotal()).isEqualTo(2);
            assertThat(engine.status().evaluationsInFlight()).isZero();
        }
    }

    @Test
    void inputBeyondTheBoundIsNotSent() throws Exception {
        // Given
        RealOpa.policies(directory, "", "");
        try (OpaProcessEngine engine = start()) {
            JsonObject large =
                    JsonObject.of(
                            "name", JsonValue.of("x".repeat(PolicyEngine.MAXIMUM_INPUT_BYTES)));
            // When
            Evaluation evaluation = engine.evaluate(EntryPoint.ADMISSION, large);
            // Then
            assertThat(cause(evaluation)).isEqualTo(Cause.INPUT_TOO_LARGE);
        }
    }

    @Test
    void aKilledEngineGivesNoAnswerInMidRunAndComesBack() throws Exception {
        // Given
        RealOpa.policies(directory, "drift", ENDLESS);
        try (OpaProcessEngine engine = start(Duration.ofSeconds(20), 4);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long pid = engine.enginePid().orElseThrow();
            var running =
                    CompletableFuture.supplyAsync(
                            () -> engine.evaluate(EntryPoint.DRIFT, INPUT), threads);
            while (engine.status().evaluationsInFlight() == 0) {
                Thread.sleep(5);
            }
            // When
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            // Then
            assertThat(cause(running.get(10, TimeUnit.SECONDS))).isEqualTo(Cause.ENGINE_DOWN);
            while (!engine.enginePid().map(next -> next != pid).orElse(false)) {
                Thread.sleep(20);
            }
            assertThat(engine.evaluate(EntryPoint.ACCESS, INPUT))
                    .isInstanceOf(Evaluation.Answered.class);
            assertThat(engine.status().restarts()).isEqualTo(1);
        }
    }

    @Test
    void anEngineThatNeverStaysIsGivenUp() throws Exception {
        // Given
        RealOpa.policies(directory, "", "");
        var impatient =
                new RestartPolicy(
                        Duration.ofMillis(1), Duration.ofMillis(1), 2, Duration.ofMinutes(5));
        try (OpaProcessEngine engine =
                OpaProcessEngine.start(
                        RealOpa.program(),
                        PolicyBundle.read(directory),
                        EvaluationBounds.elsewhere(),
                        impatient)) {
            // When
            while (engine.status().state() != EngineStatus.State.FAILED) {
                engine.enginePid()
                        .flatMap(ProcessHandle::of)
                        .ifPresent(ProcessHandle::destroyForcibly);
                Thread.sleep(5);
            }
            // Then
            assertThat(cause(engine.evaluate(EntryPoint.DRIFT, INPUT)))
                    .isEqualTo(Cause.ENGINE_DOWN);
            assertThat(engine.status().restarts()).isEqualTo(2);
        }
    }

    @Test
    void closedEngineLeavesNoProcessAndNoCopyOfThePolicies() throws Exception {
        // Given
        RealOpa.policies(directory, "", "");
        OpaProcessEngine engine = start();
        ProcessHandle process = ProcessHandle.of(engine.enginePid().orElseThrow()).orElseThrow();
        // When
        engine.close();
        // Then
        process.onExit().get(10, TimeUnit.SECONDS);
        assertThat(engine.status().state()).isEqualTo(EngineStatus.State.CLOSED);
        assertThat(cause(engine.evaluate(EntryPoint.DRIFT, INPUT))).isEqualTo(Cause.ENGINE_DOWN);
    }

    @Test
    void nobodyButItsOwnUserReachesTheEngine() throws Exception {
        // Given
        RealOpa.policies(directory, "", "");
        try (OpaProcessEngine engine = start()) {
            long pid = engine.enginePid().orElseThrow();
            Path work = Path.of("/proc/" + pid + "/cwd").toRealPath();
            // When
            Set<PosixFilePermission> entry = Files.getPosixFilePermissions(work);
            Set<PosixFilePermission> socket =
                    Files.getPosixFilePermissions(work.resolve(OpaChild.SOCKET));
            // Then
            assertThat(PosixFilePermissions.toString(entry)).isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(socket)).isEqualTo("rw-------");
            assertThat(listeningPorts(pid)).isEmpty();
        }
    }

    /** Sockets of the process that stand in the kernel's tables of TCP listeners. */
    private static List<String> listeningPorts(long pid) throws IOException {
        List<String> own = new ArrayList<>();
        try (DirectoryStream<Path> open =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : open) {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("socket:[")) {
                    own.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        assertThat(own).as("sockets of the engine").isNotEmpty();
        List<String> listening = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                List<String> fields = List.of(line.strip().split(" +"));
                if (fields.get(3).equals("0A") && own.contains(fields.get(9))) {
                    listening.add(line);
                }
            }
        }
        return listening;
    }

    private OpaProcessEngine start() throws Exception {
        return start(Duration.ofSeconds(10), 4);
    }

    private OpaProcessEngine start(Duration deadline, int places) throws Exception {
        return OpaProcessEngine.start(
                RealOpa.program(),
                PolicyBundle.read(directory),
                new EvaluationBounds(deadline, places, Duration.ofMillis(100)));
    }

    private static Cause cause(Evaluation evaluation) {
        return switch (evaluation) {
            case Evaluation.Indeterminate none -> none.cause();
            case Evaluation.Answered answered ->
                    throw new AssertionError("answered " + answered.document());
        };
    }
}
