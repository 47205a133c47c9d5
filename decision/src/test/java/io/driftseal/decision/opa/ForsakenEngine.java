package io.driftseal.decision.opa;

import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.evaluation.EvaluationBounds;
import java.nio.file.Path;

/** A process that starts the engine, says its process id, and waits to be killed. */
public final class ForsakenEngine {

    private ForsakenEngine() {}

    /** Arguments: the program and the policy directory. */
    public static void main(String[] arguments) throws Exception {
        OpaProcessEngine engine =
                OpaProcessEngine.start(
                        Path.of(arguments[0]),
                        PolicyBundle.read(Path.of(arguments[1])),
                        EvaluationBounds.elsewhere());
        System.out.println(engine.enginePid().orElseThrow());
        Thread.currentThread().join();
    }
}
