package io.driftseal.decision.opa;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.decision.settings.PolicySettings;
import io.driftseal.workload.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The OPA program as a child process behind a socket of its own. It loads one set of policies at
 * the start and nothing afterwards, answers only to us, and is started again when it dies.
 */
public final class OpaProcessEngine implements PolicyEngine {

    private static final Duration FIRST_START_DEADLINE = Duration.ofSeconds(30);

    private final OpaProcessSettings settings;
    private final PolicyBundle bundle;
    private final String bundleRevision;
    private final Path workDirectory;
    private final OpaSupervisor supervisor;
    private final Semaphore places;
    private final AtomicLong overloaded = new AtomicLong();

    private OpaProcessEngine(
            OpaProcessSettings settings,
            PolicyBundle bundle,
            Path workDirectory,
            OpaSupervisor supervisor) {
        this.settings = settings;
        this.bundle = bundle;
        this.bundleRevision = bundle.revision();
        this.workDirectory = workDirectory;
        this.supervisor = supervisor;
        this.places = new Semaphore(settings.maximumConcurrentEvaluations(), true);
    }

    /**
     * Checks the policies, starts the program and returns when it answers.
     *
     * @throws PolicyRefusedException where the policies do not compile, or do not answer
     * @throws EngineStartException where the program cannot be run or is not ready within 30 s
     */
    public static OpaProcessEngine start(OpaProcessSettings settings)
            throws PolicyRefusedException, EngineStartException {
        return start(settings, RestartPolicy.DEFAULT);
    }

    static OpaProcessEngine start(OpaProcessSettings settings, RestartPolicy restartPolicy)
            throws PolicyRefusedException, EngineStartException {
        PolicyBundle bundle = PolicyBundle.read(settings.policyDirectory());
        Path program = settings.program().toAbsolutePath();
        Path workDirectory = prepare(bundle);
        OpaSupervisor supervisor = new OpaSupervisor(program, workDirectory, restartPolicy);
        var engine = new OpaProcessEngine(settings, bundle, workDirectory, supervisor);
        boolean ready = false;
        try {
            new PolicyCheck(program, workDirectory).check(OpaSupervisor.POLICIES);
            supervisor.start();
            ready = supervisor.awaitFirst(FIRST_START_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!ready) {
                engine.close();
            }
        }
        if (!ready) {
            throw new EngineStartException("opa did not become ready; its log says why");
        }
        return engine;
    }

    /** Exemptions and modes of rules that were loaded with the policies. */
    public PolicySettings policySettings() {
        return bundle.settings();
    }

    @Override
    public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
        CanonicalDocument document = CanonicalDocument.of(input);
        EngineAnswer answer =
                document.size() > MAXIMUM_INPUT_BYTES
                        ? new EngineAnswer.None(
                                Cause.INPUT_TOO_LARGE,
                                "input is larger than " + MAXIMUM_INPUT_BYTES + " bytes")
                        : inPlace(entryPoint, document);
        return switch (answer) {
            case EngineAnswer.Value(JsonObject value) ->
                    new Evaluation.Answered(value, document.digest(), bundleRevision);
            case EngineAnswer.None(Cause cause, String detail) ->
                    new Evaluation.Indeterminate(cause, detail, document.digest(), bundleRevision);
        };
    }

    private EngineAnswer inPlace(EntryPoint entryPoint, CanonicalDocument document) {
        long end = System.nanoTime() + settings.evaluationDeadline().toNanos();
        try {
            if (!places.tryAcquire(settings.maximumWait().toNanos(), TimeUnit.NANOSECONDS)) {
                overloaded.incrementAndGet();
                return new EngineAnswer.None(
                        Cause.OVERLOADED, "no place free within " + settings.maximumWait());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new EngineAnswer.None(Cause.TIMEOUT, "interrupted while waiting for a place");
        }
        try {
            return ask(entryPoint, document, Duration.ofNanos(end - System.nanoTime()));
        } finally {
            places.release();
        }
    }

    private EngineAnswer ask(EntryPoint entryPoint, CanonicalDocument document, Duration left) {
        Optional<OpaChild> child = supervisor.current();
        if (child.isEmpty()) {
            return new EngineAnswer.None(Cause.ENGINE_DOWN, "engine is not running");
        }
        EngineAnswer answer = child.get().client().evaluate(entryPoint, document, left);
        return child.get().alive()
                ? answer
                : new EngineAnswer.None(Cause.ENGINE_DOWN, "engine died while it worked");
    }

    @Override
    public EngineStatus status() {
        return new EngineStatus(
                supervisor.state(),
                bundleRevision,
                supervisor.restarts(),
                settings.maximumConcurrentEvaluations() - places.availablePermits(),
                overloaded.get());
    }

    /** Process id of the program that answers now; for operators and for tests that end it. */
    public Optional<Long> enginePid() {
        return supervisor.current().map(OpaChild::pid);
    }

    @Override
    public void close() {
        supervisor.close();
        PolicyBundle.delete(workDirectory);
    }

    /**
     * A directory of this user alone (mode 0700), so that nobody changes what was checked, and
     * nobody else reaches the socket in it.
     */
    private static Path prepare(PolicyBundle bundle) throws EngineStartException {
        try {
            Path directory = Files.createTempDirectory("driftseal-policies-");
            bundle.writeTo(directory.resolve(OpaSupervisor.POLICIES));
            return directory;
        } catch (IOException e) {
            throw new EngineStartException("policies cannot be copied for the engine", e);
        }
    }
}
