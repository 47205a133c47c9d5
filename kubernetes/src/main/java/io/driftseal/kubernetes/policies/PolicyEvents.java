package io.driftseal.kubernetes.policies;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events about the policies of one service, on its Deployment or StatefulSet. They are a help to
 * whoever looks at the cluster: an Event that cannot be written is logged, and nothing waits for
 * it.
 */
public final class PolicyEvents {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyEvents.class);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** Bound of the API. */
    private static final int MAXIMUM_NOTE = 1024;

    private final KubernetesApi api;
    private final String namespace;
    private final Origin origin;
    private final InstantSource clock;

    /**
     * Who writes, and about what.
     *
     * @param service {@code driftseal-webhook}, also the name of the workload
     * @param kind of the workload, of the group apps
     * @param instance of the service, {@code POD} or a host
     */
    public record Origin(String service, String kind, String instance) {}

    public PolicyEvents(KubernetesApi api, String namespace, Origin origin, InstantSource clock) {
        this.api = api;
        this.namespace = namespace;
        this.origin = origin;
        this.clock = clock;
    }

    public void loaded(String revision) {
        write("Normal", "PolicyLoaded", "New policies decide, revision " + revision + ".");
    }

    /**
     * @param reason with file and line
     */
    public void refused(String reason) {
        write(
                "Warning",
                "PolicyRefused",
                "New policies are refused, the last good ones decide: " + reason);
    }

    private void write(String type, String reason, String note) {
        Instant now = clock.instant();
        String name =
                origin.service()
                        + "."
                        + Long.toHexString(now.getEpochSecond() * 1_000_000_000L + now.getNano());
        JsonObject event =
                JsonObject.builder()
                        .put("apiVersion", ResourceType.EVENTS.apiVersion())
                        .put("kind", ResourceType.EVENTS.kind())
                        .put(
                                "metadata",
                                JsonObject.builder()
                                        .put("name", name)
                                        .put("namespace", namespace)
                                        .build())
                        .put("eventTime", MICROS.format(now))
                        .put("reportingController", "driftseal.io/" + origin.service())
                        .put("reportingInstance", origin.instance())
                        .put("type", type)
                        .put("reason", reason)
                        .put("action", "LoadPolicy")
                        .put(
                                "regarding",
                                JsonObject.builder()
                                        .put("apiVersion", "apps/v1")
                                        .put("kind", origin.kind())
                                        .put("name", origin.service())
                                        .put("namespace", namespace)
                                        .build())
                        .put("note", note.length() > MAXIMUM_NOTE ? cut(note) : note)
                        .build();
        try {
            api.create(ResourceType.EVENTS, event, WriteOptions.stored(origin.service()));
        } catch (KubernetesApiException e) {
            LOG.atWarn().addKeyValue("reason", reason).setCause(e).log("event is not written");
        }
    }

    /** Not in the middle of a character. */
    private static String cut(String note) {
        int end = MAXIMUM_NOTE - 1;
        return note.substring(0, Character.isHighSurrogate(note.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
