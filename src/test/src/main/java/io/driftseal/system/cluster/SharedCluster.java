package io.driftseal.system.cluster;

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

    private static final class Holder {
        // Its own name for every JVM: two runs on one machine do not meet.
        private static final Cluster CLUSTER =
                Cluster.start(ClusterSettings.named("it" + ProcessHandle.current().pid()));
    }

    /** The cluster of this JVM, started at the first call. */
    public static Cluster get() {
        return Holder.CLUSTER;
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
