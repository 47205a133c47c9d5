package io.driftseal.webhook.certificate;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.admission.WebhookConfigurationName;
import io.driftseal.kubernetes.admission.WebhookEndpoint;
import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The webhook configurations of ours, as they are registered now. Read by name again and again: our
 * account may get and patch exactly these, so there is no watch to have.
 *
 * @param live those that exist
 * @param failure of the first that could not be read
 */
public record OwnConfigurations(List<Live> live, Optional<String> failure) {

    public OwnConfigurations {
        live = List.copyOf(live);
    }

    /** Reads all of them; never throws. */
    public static OwnConfigurations read(KubernetesApi api) {
        List<Live> live = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        for (WebhookConfigurationName owned : WebhookConfigurationName.OURS) {
            try {
                api.get(owned.type(), owned.key())
                        .ifPresent(found -> live.add(new Live(owned.type(), owned.name(), found)));
            } catch (KubernetesApiException e) {
                failure = Optional.of(owned.name() + " cannot be read: " + e.getMessage());
            }
        }
        return new OwnConfigurations(live, failure);
    }

    /** Where the API server calls us, and whom it trusts there, each pair once. */
    public List<WebhookEndpoint> endpoints() {
        return live.stream()
                .flatMap(found -> WebhookEndpoint.of(found.configuration()).stream())
                .distinct()
                .toList();
    }

    /** A configuration as it was read. */
    public record Live(ResourceType type, String name, JsonObject configuration) {}
}
