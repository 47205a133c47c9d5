package io.driftseal.testsupport.kubernetes;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import java.util.Optional;

/** The fake keeps the contract. */
class FakeKubernetesApiTest extends KubernetesApiContract {

    private final FakeKubernetesApi fake = new FakeKubernetesApi();

    @Override
    protected KubernetesApi api() {
        return fake;
    }

    @Override
    protected String namespace() {
        return "contract";
    }

    @Override
    protected Optional<String> expiredVersion() {
        String version =
                fake.list(ResourceType.CONFIG_MAPS, Selection.everything(), PageRequest.first())
                        .resourceVersion();
        fake.compact();
        return Optional.of(version);
    }
}
