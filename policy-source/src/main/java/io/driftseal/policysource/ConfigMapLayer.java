package io.driftseal.policysource;

import io.driftseal.decision.source.LayeredSource;
import io.driftseal.decision.source.PolicySourceException;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.policies.PolicyConfigMaps;
import java.util.SortedMap;

/** The labelled ConfigMaps of one namespace. */
final class ConfigMapLayer implements LayeredSource.Layer {

    private final String namespace;
    private final PolicyConfigMaps configMaps;

    ConfigMapLayer(KubernetesApi api, String namespace) {
        this.namespace = namespace;
        this.configMaps = new PolicyConfigMaps(api, namespace);
    }

    @Override
    public String name() {
        return "ConfigMaps of " + namespace;
    }

    @Override
    public SortedMap<String, byte[]> files() throws PolicySourceException {
        try {
            return configMaps.files();
        } catch (KubernetesApiException e) {
            throw new PolicySourceException("ConfigMaps cannot be listed", e);
        }
    }
}
