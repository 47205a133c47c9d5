package io.driftseal.responder;

import io.driftseal.decision.BreakGlass;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.kubernetes.admission.OffSwitch;
import io.driftseal.kubernetes.admission.WebhookConfigurationName;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts at its end what an administrator opened for a while: labels that break a namespace's glass,
 * and the off-switch. The API server cannot tell the time: while the webhook is away a label that
 * was left behind would let everything pass, whatever it says. It only ever closes.
 */
final class ExceptionSweep {

    private static final Logger LOG = LoggerFactory.getLogger(ExceptionSweep.class);
    private static final WriteOptions STORED = WriteOptions.stored("driftseal-responder");

    private final KubernetesApi api;
    private final Clock clock;
    private final AtomicLong ended = new AtomicLong();
    private volatile long open;
    private volatile long left;

    ExceptionSweep(KubernetesApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** One round. What cannot be shut is tried again in the next. */
    void round() {
        Tally tally = new Tally();
        try {
            PageRequest request = PageRequest.first();
            boolean more = true;
            while (more) {
                ObjectPage page =
                        api.list(
                                ResourceType.NAMESPACES,
                                Selection.everything().withLabels(BreakGlass.LABEL),
                                request);
                page.items().forEach(namespace -> glass(namespace, tally));
                more = !page.isLast();
                request = more ? request.after(page) : request;
            }
            for (WebhookConfigurationName own : WebhookConfigurationName.OURS) {
                api.get(own.type(), own.key())
                        .ifPresent(configuration -> offSwitch(own, configuration, tally));
            }
        } catch (KubernetesApiException e) {
            tally.left++;
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("exceptions not readable");
        }
        open = tally.open;
        left = tally.left;
    }

    /** Exceptions whose time is not over, at the last round; an off-switch counts as one each. */
    long open() {
        return open;
    }

    /** Exceptions that are over and could not be shut at the last round. */
    long left() {
        return left;
    }

    /** How many were shut since the start. */
    long ended() {
        return ended.get();
    }

    private void glass(JsonObject namespace, Tally tally) {
        String value = namespace.string("metadata", "labels", BreakGlass.LABEL).orElse("");
        switch (BreakGlass.of(Map.of(BreakGlass.LABEL, value), clock.instant())) {
            case BreakGlass.Open _ -> tally.open++;
            case BreakGlass.None _ -> {}
            case BreakGlass.Ended _, BreakGlass.Malformed _ -> {
                String name = namespace.string("metadata", "name").orElse("");
                shut(
                        "break-glass of namespace " + name,
                        tally,
                        () ->
                                api.patch(
                                        ResourceType.NAMESPACES,
                                        ObjectKey.clusterScoped(name),
                                        withoutGlass(namespace),
                                        STORED));
            }
        }
    }

    /** Refused if somebody wrote in between: they may have given it more time. */
    private static Patch withoutGlass(JsonObject namespace) {
        JsonObject metadata =
                JsonObject.builder()
                        .put(
                                "resourceVersion",
                                new JsonString(
                                        namespace.string("metadata", "resourceVersion").orElse("")))
                        .put("labels", JsonObject.of(BreakGlass.LABEL, JsonNull.INSTANCE))
                        .put(
                                "annotations",
                                JsonObject.of(BreakGlass.REASON_ANNOTATION, JsonNull.INSTANCE))
                        .build();
        return new Patch.Merge(JsonObject.of("metadata", metadata));
    }

    private void offSwitch(WebhookConfigurationName own, JsonObject configuration, Tally tally) {
        Instant now = clock.instant();
        OffSwitch.of(configuration, now)
                .ifPresent(off -> {
                    if (off.hasEnded(now)) {
                        shut(
                                "off-switch on " + own.name(),
                                tally,
                                () ->
                                        api.patch(
                                                own.type(),
                                                own.key(),
                                                OffSwitch.on(configuration),
                                                STORED));
                    } else {
                        tally.open++;
                    }
                });
    }

    private void shut(String what, Tally tally, Runnable write) {
        try {
            write.run();
            ended.incrementAndGet();
            LOG.atInfo().addKeyValue("exception", what).log("exception is over and was shut");
        } catch (KubernetesApiException e) {
            tally.left++;
            LOG.atWarn()
                    .addKeyValue("exception", what)
                    .addKeyValue("cause", e.getMessage())
                    .log("exception is over and cannot be shut");
        }
    }

    /** What one round has seen. */
    private static final class Tally {
        private long open;
        private long left;
    }
}
