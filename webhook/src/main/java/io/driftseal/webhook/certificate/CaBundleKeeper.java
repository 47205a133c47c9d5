package io.driftseal.webhook.certificate;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.service.handshake.CaBundle;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the caBundle of our own configurations right, and lets the authorities rotate by what those
 * were seen to carry. Writes nothing but {@code clientConfig.caBundle}, and only where the
 * configuration is still the one it read.
 *
 * <p>The order of a round is what makes several replicas safe without a leader: configurations are
 * read before the authorities. Whoever put a newer bundle there had stored its authorities first,
 * so whoever sees that bundle also reads those authorities, and a replica that was late in between
 * has read a configuration that is not the live one any more, and writes nothing.
 */
public final class CaBundleKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(CaBundleKeeper.class);

    private final KubernetesApi api;
    private final ServingCertificate serving;
    private final AtomicLong repairs = new AtomicLong();
    private volatile Optional<String> failure =
            Optional.of("the webhook configurations were not read yet");

    public CaBundleKeeper(KubernetesApi api, ServingCertificate serving) {
        this.api = api;
        this.serving = serving;
    }

    /** One round over all configurations. Never throws: the next round tries again. */
    public void round() {
        OwnConfigurations seen = OwnConfigurations.read(api);
        Optional<String> worst = seen.failure();
        try {
            serving.refresh(authority -> sight(seen, authority));
            for (OwnConfigurations.Live live : seen.live()) {
                try {
                    repair(live);
                } catch (KubernetesApiException.Conflict
                        | KubernetesApiException.Invalid
                        | KubernetesApiException.NotFound e) {
                    // Somebody wrote in between; what is there now is the next round's.
                    worst = Optional.of(live.name() + " changed while it was put right");
                } catch (KubernetesApiException e) {
                    worst = Optional.of(live.name() + " cannot be kept right: " + e.getMessage());
                }
            }
        } catch (IOException e) {
            // Without the authorities of now we might put back a bundle of yesterday.
            worst = Optional.of(String.valueOf(e.getMessage()));
        }
        if (worst.isPresent() && !worst.equals(failure)) {
            LOG.atWarn()
                    .addKeyValue("reason", worst.get())
                    .log("webhook configuration cannot be kept right");
        }
        failure = worst;
    }

    /** Empty if every configuration that is registered carries our bundle. */
    public Optional<String> failure() {
        return failure;
    }

    /** How many bundles were put right since the start. */
    public long repairs() {
        return repairs.get();
    }

    private static Rotation.Sight sight(OwnConfigurations seen, X509Certificate authority) {
        if (seen.failure().isPresent()) {
            return Rotation.Sight.UNKNOWN;
        }
        boolean everywhere =
                seen.endpoints().stream()
                        .allMatch(endpoint ->
                                CaBundle.certificates(endpoint.caBundle()).contains(authority));
        return everywhere ? Rotation.Sight.EVERYWHERE : Rotation.Sight.NOT_EVERYWHERE;
    }

    private void repair(OwnConfigurations.Live live) {
        List<JsonValue> operations = operations(live.configuration());
        if (operations.isEmpty()) {
            return;
        }
        api.patch(
                live.type(),
                ObjectKey.clusterScoped(live.name()),
                new Patch.Operations(new JsonArray(operations)),
                WriteOptions.stored("driftseal-webhook"));
        repairs.incrementAndGet();
        LOG.atInfo().addKeyValue("configuration", live.name()).log("caBundle put right");
    }

    private List<JsonValue> operations(JsonObject configuration) {
        String caBundle = serving.caBundle();
        List<JsonValue> operations = new ArrayList<>();
        List<JsonValue> webhooks = configuration.array("webhooks");
        for (int i = 0; i < webhooks.size(); i++) {
            if (webhooks.get(i) instanceof JsonObject webhook
                    && !webhook.string("clientConfig", "caBundle").equals(Optional.of(caBundle))) {
                operations.add(
                        operation(
                                "add",
                                "/webhooks/" + i + "/clientConfig/caBundle",
                                new JsonString(caBundle)));
            }
        }
        if (!operations.isEmpty()) {
            operations.addFirst(
                    operation(
                            "test",
                            "/metadata/resourceVersion",
                            new JsonString(
                                    configuration
                                            .string("metadata", "resourceVersion")
                                            .orElse(""))));
        }
        return operations;
    }

    private static JsonObject operation(String op, String path, JsonValue value) {
        return JsonObject.builder().put("op", op).put("path", path).put("value", value).build();
    }
}
