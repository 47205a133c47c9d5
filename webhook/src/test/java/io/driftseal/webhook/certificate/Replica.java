package io.driftseal.webhook.certificate;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.webhook.shared.DocumentInObject;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** One replica's certificate and what keeps it right, as the assembly puts them together. */
record Replica(ServingCertificate serving, CaBundleKeeper keeper) {
    static final ObjectKey SECRET = ObjectKey.namespaced("driftseal-system", "authorities");
    static final Rotation.Lives LIVES =
            new Rotation.Lives(Duration.ofDays(90), Duration.ofDays(30), Duration.ofHours(1));

    static Replica start(KubernetesApi api, InstantSource clock) throws IOException {
        ServingCertificate serving =
                ServingCertificate.open(
                        new DocumentInObject(api, ResourceType.SECRETS, SECRET, "authorities.json"),
                        new ServingCertificate.Leaf(List.of("localhost"), Duration.ofDays(30)),
                        LIVES,
                        clock,
                        new SecureRandom());
        return new Replica(serving, new CaBundleKeeper(api, serving));
    }
}
