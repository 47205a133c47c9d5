package io.driftseal.decision.server;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.decision.evaluation.BoundedEvaluation;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An OPA server that others run. Each answer says by which policies it is, in the transaction that
 * made it; what that means for the decision, {@link ServerRevision} says. Nothing is asked twice.
 */
public final class OpaServerEngine implements PolicyEngine {

    private static final Logger LOG = LoggerFactory.getLogger(OpaServerEngine.class);

    private final PolicyServer server;
    private final ServerQuestions questions;
    private final BoundedEvaluation bounded;
    private final Duration deadline;
    private final Pauses pauses;
    private final Circuit circuit = new Circuit();
    private volatile String revision = "server:unknown";
    private final Thread healer;
    private volatile boolean closed;

    /**
     * How long a server that failed is left alone.
     *
     * @param first after the circuit opened; doubled each time it is of no use
     * @param longest of them
     */
    record Pauses(Duration first, Duration longest) {
        static final Pauses DEFAULT = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(15));

        Duration after(Duration pause) {
            Duration doubled = pause.multipliedBy(2);
            return doubled.compareTo(longest) > 0 ? longest : doubled;
        }
    }

    /** By which policies an answer is. */
    private static final class By {
        private String revision;

        By(String revision) {
            this.revision = revision;
        }
    }

    private OpaServerEngine(PolicyServer server, EvaluationBounds bounds, Pauses pauses) {
        this.server = server;
        this.questions = new ServerQuestions(server);
        this.bounded = new BoundedEvaluation(bounds);
        this.deadline = bounds.deadline();
        this.pauses = pauses;
        this.healer =
                Thread.ofPlatform().daemon().name("policy-server-circuit").unstarted(this::heal);
    }

    /**
     * Asks the server every question once. Where it cannot be reached or is not ready, the engine
     * is there and not ready either, until it can.
     *
     * @throws EngineStartException where it answers that it will not be asked
     */
    public static OpaServerEngine connect(PolicyServer server, EvaluationBounds bounds)
            throws EngineStartException {
        return connect(server, bounds, Pauses.DEFAULT);
    }

    static OpaServerEngine connect(PolicyServer server, EvaluationBounds bounds, Pauses pauses)
            throws EngineStartException {
        var engine = new OpaServerEngine(server, bounds, pauses);
        switch (engine.questions.examine(bounds.deadline())) {
            case ServerQuestions.Usable(String revision) -> engine.learn(revision);
            case ServerQuestions.NotNow(String reason) -> engine.open(reason);
            case ServerQuestions.Unusable(String reason) -> {
                engine.close();
                throw new EngineStartException(server.name() + ": " + reason);
            }
        }
        engine.healer.start();
        return engine;
    }

    @Override
    public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
        CanonicalDocument document = CanonicalDocument.of(input);
        // Of an answer that never came, what the server had when it last answered.
        var by = new By(revision);
        EngineAnswer answer =
                bounded.answer(document, (sent, left) -> ask(entryPoint, sent, left, by));
        return BoundedEvaluation.evaluation(answer, document, by.revision);
    }

    private EngineAnswer ask(
            EntryPoint entryPoint, CanonicalDocument document, Duration left, By by) {
        if (closed || circuit.isOpen()) {
            return new EngineAnswer.None(
                    Cause.ENGINE_DOWN,
                    closed
                            ? "engine is closed"
                            : "the policy server does not answer, circuit open");
        }
        if (!left.isPositive()) {
            return new EngineAnswer.None(Cause.TIMEOUT, "no answer within the deadline");
        }
        ServerQuestions.Reply reply = questions.ask(entryPoint, document, left);
        if (reply.useless()) {
            if (circuit.failed() && !closed) {
                LOG.atError()
                        .addKeyValue("server", server.name())
                        .addKeyValue("failures", Circuit.MAXIMUM_FAILURES)
                        .log("policy server does not answer, it is left alone for a while");
            }
        } else {
            circuit.answered();
        }
        reply.revision().ifPresent(said -> by.revision = learn(said));
        return reply.answer();
    }

    /** Keeps what the server has now; said where it is new. */
    private String learn(String said) {
        String before = revision;
        if (!before.equals(said)) {
            revision = said;
            LOG.atInfo()
                    .addKeyValue("revision", said)
                    .addKeyValue("previous", before)
                    .log("policies of the server decide");
        }
        return said;
    }

    private void open(String reason) {
        LOG.atWarn()
                .addKeyValue("server", server.name())
                .addKeyValue("reason", reason)
                .log("policy server cannot be asked yet");
        circuit.open();
    }

    /** Half open is a question of our own: no decision is risked to find out. */
    private void heal() {
        try {
            while (!closed) {
                circuit.awaitOpen();
                Duration pause = pauses.first();
                while (circuit.isOpen()) {
                    Thread.sleep(pause);
                    pause = pauses.after(pause);
                    tryAgain();
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("policy server's circuit ended");
        }
    }

    private void tryAgain() {
        switch (questions.examine(deadline)) {
            case ServerQuestions.Usable(String said) -> {
                learn(said);
                circuit.close();
                LOG.atInfo().addKeyValue("server", server.name()).log("policy server answers");
            }
            case ServerQuestions.NotNow(String reason) -> still(reason);
            case ServerQuestions.Unusable(String reason) -> still(reason);
        }
    }

    private void still(String reason) {
        LOG.atWarn()
                .addKeyValue("server", server.name())
                .addKeyValue("reason", reason)
                .log("policy server cannot be asked yet");
    }

    @Override
    public EngineStatus status() {
        return new EngineStatus(
                state(),
                revision,
                circuit.openings(),
                bounded.inFlight(),
                bounded.overloadedTotal());
    }

    private EngineStatus.State state() {
        if (closed) {
            return EngineStatus.State.CLOSED;
        }
        return circuit.isOpen() ? EngineStatus.State.UNREACHABLE : EngineStatus.State.READY;
    }

    @Override
    public void close() {
        closed = true;
        healer.interrupt();
        questions.close();
    }
}
