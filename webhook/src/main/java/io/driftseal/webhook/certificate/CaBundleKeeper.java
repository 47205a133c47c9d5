package io.driftseal.webhook.certificate;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the caBundle of our own configurations right. Reads them by name again and again: our
 * account may get and patch exactly these three, so there is no watch to have. Writes nothing but
 * {@code clientConfig.caBundle}, and only where the webhook at that place is still the one it read.
 */
public final class CaBundleKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(CaBundleKeeper.class);

    /** Whose configuration it is, by the names that the chart gives. */
    private static final List<Owned> CONFIGURATIONS =
            List.of(
                    new Owned(ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS, "zz-driftseal-stamp"),
                    new Owned(ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS, "driftseal-verify"),
                    new Owned(ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS, "driftseal-access"));

    private final KubernetesApi api;
    private final String caBundle;
    private final AtomicLong repairs = new AtomicLong();
    private volatile Optional<String> failure =
            Optional.of("the webhook configurations were not read yet");

    public CaBundleKeeper(KubernetesApi api, String caBundle) {
        this.api = api;
        this.caBundle = caBundle;
    }

    /** One round over all configurations. Never throws: the next round tries again. */
    public void round() {
        Optional<String> worst = Optional.empty();
        for (Owned owned : CONFIGURATIONS) {
            try {
                repair(owned);
            } catch (KubernetesApiException e) {
                worst = Optional.of(owned.name() + " cannot be kept right: " + e.getMessage());
            }
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

    private void repair(Owned owned) {
        ObjectKey key = ObjectKey.clusterScoped(owned.name());
        Optional<JsonObject> configuration = api.get(owned.type(), key);
        if (configuration.isEmpty()) {
            return;
        }
        List<JsonValue> operations = operations(configuration.get());
        if (operations.isEmpty()) {
            return;
        }
        api.patch(
                owned.type(),
                key,
                new Patch.Operations(new JsonArray(operations)),
                WriteOptions.stored("driftseal-webhook"));
        repairs.incrementAndGet();
        LOG.atInfo().addKeyValue("configuration", owned.name()).log("caBundle put right");
    }

    private List<JsonValue> operations(JsonObject configuration) {
        List<JsonValue> operations = new ArrayList<>();
        List<JsonValue> webhooks = configuration.array("webhooks");
        for (int i = 0; i < webhooks.size(); i++) {
            if (webhooks.get(i) instanceof JsonObject webhook
                    && !webhook.string("clientConfig", "caBundle").equals(Optional.of(caBundle))) {
                String place = "/webhooks/" + i;
                operations.add(
                        operation(
                                "test",
                                place + "/name",
                                new JsonString(webhook.string("name").orElse(""))));
                operations.add(
                        operation(
                                "add", place + "/clientConfig/caBundle", new JsonString(caBundle)));
            }
        }
        return operations;
    }

    private static JsonObject operation(String op, String path, JsonValue value) {
        return JsonObject.builder().put("op", op).put("path", path).put("value", value).build();
    }

    private record Owned(ResourceType type, String name) {}
}
