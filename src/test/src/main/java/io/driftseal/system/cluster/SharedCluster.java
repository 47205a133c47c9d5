package io.driftseal.system.cluster;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every system test of a run the same cluster with a node, started once per JVM:
 * {@code @ExtendWith(SharedCluster.class)} and a parameter of type {@link Cluster}.
 *
 * <p>Tests keep to namespaces of their own and leave the cluster running; it ends with the JVM.
 */
public final class SharedCluster implements ParameterResolver {

    private static final FutureTask<Cluster> CLUSTER =
            new FutureTask<>(() ->
                    // A name of its own for every JVM: two runs on one machine do not meet.
                    Cluster.start(ClusterSettings.named("it" + ProcessHandle.current().pid())));

    /**
     * The cluster of this JVM, started at the first call.
     *
     * @throws ClusterException if it could not be started; every call says the same
     */
    public static Cluster get() {
        CLUSTER.run();
        try {
            return CLUSTER.get();
        } catch (ExecutionException notStarted) {
            throw new ClusterException("the shared cluster did not start", notStarted);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while the cluster started", stopped);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
        return parameter.getParameter().getType().equals(Cluster.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
        return get();
    }
}
