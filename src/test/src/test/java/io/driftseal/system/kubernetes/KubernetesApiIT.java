package io.driftseal.system.kubernetes;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.fabric8.Fabric8KubernetesApi;
import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.SharedCluster;
import io.driftseal.testsupport.kubernetes.KubernetesApiContract;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The real API server keeps the contract that the fake is held to. */
@ExtendWith(SharedCluster.class)
class KubernetesApiIT extends KubernetesApiContract {

    private final String namespace = "contract-" + UUID.randomUUID().toString().substring(0, 8);
    private final KubernetesApi api;

    KubernetesApiIT(Cluster cluster) {
        cluster.kubectl("create", "namespace", namespace).require();
        api = Fabric8KubernetesApi.connect(cluster.adminKubeconfig(), "driftseal-contract");
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Override
    protected KubernetesApi api() {
        return api;
    }

    @Override
    protected String namespace() {
        return namespace;
    }

    /** Only a restart of the API server forgets changes this young. */
    @Override
    protected Optional<String> expiredVersion() {
        return Optional.empty();
    }
}
