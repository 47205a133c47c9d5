package io.driftseal.decision.opa;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCheck;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.decision.evaluation.BoundedEvaluation;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.workload.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The OPA program as a child process behind a socket of its own. It loads one set of policies at
 * the start and nothing afterwards, answers only to us, and is started again when it dies.
 */
public final class OpaProcessEngine implements PolicyEngine {

    private static final Duration FIRST_START_DEADLINE = Duration.ofSeconds(30);

    private final String bundleRevision;
    private final Path workDirectory;
    private final OpaSupervisor supervisor;
    private final BoundedEvaluation bounded;

    private OpaProcessEngine(
            String bundleRevision,
            Path workDirectory,
            OpaSupervisor supervisor,
            EvaluationBounds bounds) {
        this.bundleRevision = bundleRevision;
        this.workDirectory = workDirectory;
        this.supervisor = supervisor;
        this.bounded = new BoundedEvaluation(bounds);
    }

    /**
     * Checks the policies, starts the program and returns when it answers.
     *
     * @throws PolicyRefusedException where the policies do not compile, or do not answer
     * @throws EngineStartException where the program cannot be run or is not ready within 30 s
     */
    public static OpaProcessEngine start(Path program, PolicyBundle bundle, EvaluationBounds bounds)
            throws PolicyRefusedException, EngineStartException {
        return start(program, bundle, bounds, RestartPolicy.DEFAULT);
    }

    static OpaProcessEngine start(
            Path program, PolicyBundle bundle, EvaluationBounds bounds, RestartPolicy restartPolicy)
            throws PolicyRefusedException, EngineStartException {
        Path opa = program.toAbsolutePath();
        Path workDirectory = prepare(bundle);
        OpaSupervisor supervisor = new OpaSupervisor(opa, workDirectory, restartPolicy);
        var engine = new OpaProcessEngine(bundle.revision(), workDirectory, supervisor, bounds);
        boolean ready = false;
        try {
            new PolicyCheck(opa, workDirectory).check(OpaSupervisor.POLICIES);
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

    @Override
    public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
        return bounded.evaluate(
                input, bundleRevision, (document, left) -> ask(entryPoint, document, left));
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
                bounded.inFlight(),
                bounded.overloadedTotal());
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
