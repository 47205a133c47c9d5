package io.driftseal.kubernetes.fabric8;

import io.driftseal.kubernetes.DeleteOptions;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.WatchStream;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.kubernetes.WriteResult;
import io.driftseal.workload.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The port on fabric8's HTTP transport, without its typed models: they drop fields newer than
 * themselves.
 */
public final class Fabric8KubernetesApi implements KubernetesApi {

    private final Path kubeconfig;

    private Fabric8KubernetesApi(Path kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    /** Reads the kubeconfig's current context; opens no connection yet. */
    public static Fabric8KubernetesApi connect(Path kubeconfig) {
        return new Fabric8KubernetesApi(kubeconfig);
    }

    @Override
    public Optional<JsonObject> get(ResourceType type, ObjectKey key) {
        throw new UnsupportedOperationException(kubeconfig.toString());
    }

    @Override
    public ObjectPage list(ResourceType type, Selection selection, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchStream watch(ResourceType type, Selection selection, String resourceVersion) {
        throw new UnsupportedOperationException();
    }

    @Override
    public WriteResult create(ResourceType type, JsonObject object, WriteOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public WriteResult patch(ResourceType type, ObjectKey key, Patch patch, WriteOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public WriteResult delete(ResourceType type, ObjectKey key, DeleteOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
