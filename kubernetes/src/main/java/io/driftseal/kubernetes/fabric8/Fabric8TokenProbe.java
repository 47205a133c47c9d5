package io.driftseal.kubernetes.fabric8;

import io.driftseal.kubernetes.ProbeAnswer;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.TokenProbe;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Probes with a handed token. Takes address and CA from the kubeconfig and nothing of its user:
 * with a client certificate on the connection the API server would not look at the token.
 */
public final class Fabric8TokenProbe implements TokenProbe, AutoCloseable {

    private static final String REVIEW_PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static final String REVIEW =
            "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}";

    private final Transport transport;

    private Fabric8TokenProbe(Transport transport) {
        this.transport = transport;
    }

    /** Reads the kubeconfig's current context; opens no connection yet. */
    public static Fabric8TokenProbe connect(Path kubeconfig, String userAgent) {
        return connect(new ApiAccess.ByKubeconfig(kubeconfig), userAgent);
    }

    /** The same API server as {@link Fabric8KubernetesApi#connect(ApiAccess, String)}. */
    public static Fabric8TokenProbe connect(ApiAccess access, String userAgent) {
        Kubeconfig read = Kubeconfig.of(access);
        return new Fabric8TokenProbe(
                new Transport(HttpClients.anonymous(read), read.server(), userAgent));
    }

    @Override
    public ProbeAnswer createDryRun(String bearerToken, ResourceType type, JsonObject object) {
        String path =
                Paths.write(
                        Paths.collection(type, Fabric8KubernetesApi.namespaceOf(type, object)),
                        WriteOptions.dryRun(""));
        return send(bearerToken, path, JsonWriter.writeString(object));
    }

    @Override
    public ProbeAnswer selfSubjectReview(String bearerToken) {
        return send(bearerToken, REVIEW_PATH, REVIEW);
    }

    @Override
    public void close() {
        transport.close();
    }

    private ProbeAnswer send(String bearerToken, String path, String body) {
        Optional<String> token = Optional.of(BearerToken.checked(bearerToken));
        return Transport.probeAnswer(
                transport.send(Transport.Call.json("POST", path, body), token, Transport.OBJECT));
    }
}
