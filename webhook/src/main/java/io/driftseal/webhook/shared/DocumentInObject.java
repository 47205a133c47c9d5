package io.driftseal.webhook.shared;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.workload.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * In one key of a Secret or ConfigMap that the chart renders without data. Read and patched by name
 * only: our account may neither list, watch nor create objects of these types.
 */
public final class DocumentInObject implements SharedDocument {
    /** An object holds 1 MiB at most, and what we share is a few certificates. */
    private static final int MAXIMUM_CHARACTERS = 256 * 1024;

    private final KubernetesApi api;
    private final ResourceType type;
    private final ObjectKey key;
    private final String dataKey;

    /**
     * @param type {@link ResourceType#SECRETS} or {@link ResourceType#CONFIG_MAPS}
     * @param dataKey the key in {@code data}
     */
    public DocumentInObject(KubernetesApi api, ResourceType type, ObjectKey key, String dataKey) {
        this.api = api;
        this.type = type;
        this.key = key;
        this.dataKey = dataKey;
    }

    @Override
    public Stored read() throws IOException {
        try {
            JsonObject object =
                    api.get(type, key)
                            .orElseThrow(() ->
                                    new IOException(
                                            place() + " is missing; install the chart again"));
            Optional<String> data = object.string("data", dataKey).filter(text -> !text.isEmpty());
            if (data.map(String::length).orElse(0) > MAXIMUM_CHARACTERS) {
                throw new IOException(place() + " is larger than anything we wrote");
            }
            return new Stored(
                    object.string("metadata", "resourceVersion").orElse(""), decoded(data));
        } catch (KubernetesApiException e) {
            throw new IOException(place() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean replace(Stored expected, String text) throws IOException {
        String value =
                type.equals(ResourceType.SECRETS)
                        ? Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                        : text;
        JsonObject patch =
                JsonObject.builder()
                        .put(
                                "metadata",
                                JsonObject.builder()
                                        .put("resourceVersion", expected.version())
                                        .build())
                        .put("data", JsonObject.builder().put(dataKey, value).build())
                        .build();
        try {
            api.patch(type, key, new Patch.Merge(patch), WriteOptions.stored("driftseal-webhook"));
            return true;
        } catch (KubernetesApiException.Conflict e) {
            return false;
        } catch (KubernetesApiException e) {
            throw new IOException(place() + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public String place() {
        return type.kind() + " " + key;
    }

    private Optional<String> decoded(Optional<String> data) throws IOException {
        if (!type.equals(ResourceType.SECRETS) || data.isEmpty()) {
            return data;
        }
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(data.get()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(place() + " holds data that is not base64", e);
        }
    }
}
