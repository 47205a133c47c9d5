package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.kubernetes.admission.WebhookConfigurationName;
import io.driftseal.workload.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The webhook configurations of the installation, as they are registered.
 *
 * @param api as the caller of the command
 */
record OwnWebhooks(KubernetesApi api) {

    /** Others write there too: the webhook its CA, a release its rules. */
    private static final int ATTEMPTS = 5;

    /** How one configuration is to be changed. */
    @FunctionalInterface
    interface Change {
        Patch of(JsonObject configuration);
    }

    /** Those that are there, by name. */
    Map<String, JsonObject> registered() throws CommandFailedException {
        Map<String, JsonObject> found = new LinkedHashMap<>();
        for (WebhookConfigurationName own : WebhookConfigurationName.OURS) {
            read(own).ifPresent(configuration -> found.put(own.name(), configuration));
        }
        if (found.isEmpty()) {
            throw new CommandFailedException(
                    "no webhook configuration of Driftseal is registered: nothing is asked of it."
                            + " Apply the chart with admission.enabled=true to change that");
        }
        return found;
    }

    /** Changes every configuration that is there. */
    void change(Change change) throws CommandFailedException {
        registered();
        for (WebhookConfigurationName own : WebhookConfigurationName.OURS) {
            change(own, change);
        }
    }

    private void change(WebhookConfigurationName own, Change change) throws CommandFailedException {
        for (int attempt = 1; ; attempt++) {
            Optional<JsonObject> live = read(own);
            if (live.isEmpty()) {
                return;
            }
            try {
                api.patch(
                        own.type(),
                        own.key(),
                        change.of(live.get()),
                        WriteOptions.stored("driftseal-cli"));
                return;
            } catch (KubernetesApiException.Conflict | KubernetesApiException.Invalid e) {
                if (attempt == ATTEMPTS) {
                    throw ClusterReader.failed("change " + own.name(), e);
                }
            } catch (KubernetesApiException e) {
                throw ClusterReader.failed("change " + own.name(), e);
            }
        }
    }

    private Optional<JsonObject> read(WebhookConfigurationName own) throws CommandFailedException {
        return new ClusterReader(api).get(own.type(), own.name());
    }
}
