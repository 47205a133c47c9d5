package io.driftseal.kubernetes.admission;

import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import java.util.List;

/** A webhook configuration of ours, by the name that the chart gives it. */
public record WebhookConfigurationName(ResourceType type, String name) {

    /** All of them. */
    public static final List<WebhookConfigurationName> OURS =
            List.of(
                    mutating("zz-driftseal-stamp"),
                    mutating("driftseal-grant"),
                    validating("driftseal-verify"),
                    validating("driftseal-access"));

    public ObjectKey key() {
        return ObjectKey.clusterScoped(name);
    }

    private static WebhookConfigurationName mutating(String name) {
        return new WebhookConfigurationName(ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS, name);
    }

    private static WebhookConfigurationName validating(String name) {
        return new WebhookConfigurationName(ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS, name);
    }
}
