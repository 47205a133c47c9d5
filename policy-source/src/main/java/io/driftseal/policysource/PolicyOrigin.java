package io.driftseal.policysource;

import io.driftseal.decision.source.DirectorySource;
import io.driftseal.decision.source.LayeredSource;
import io.driftseal.decision.source.PolicySource;
import io.driftseal.decision.source.server.BundleServer;
import io.driftseal.decision.source.server.BundleServerSettings;
import io.driftseal.kubernetes.KubernetesApi;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a service is configured to take its policies from.
 *
 * @param directory of the shipped ones, or of the operator's own
 * @param configMaps namespace whose labelled ConfigMaps add to them
 * @param bundle server whose bundle adds to them
 */
public record PolicyOrigin(
        Path directory, Optional<String> configMaps, Optional<BundleServerSettings> bundle) {

    PolicySource source(KubernetesApi api, Optional<BundleServer> server) {
        List<LayeredSource.Layer> layers = new ArrayList<>();
        configMaps.ifPresent(namespace -> layers.add(new ConfigMapLayer(api, namespace)));
        server.ifPresent(layers::add);
        return layers.isEmpty()
                ? new DirectorySource(directory)
                : new LayeredSource(directory, layers);
    }
}
