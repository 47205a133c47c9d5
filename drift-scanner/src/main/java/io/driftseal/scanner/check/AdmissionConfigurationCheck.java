package io.driftseal.scanner.check;

import io.driftseal.kubernetes.admission.OffSwitch;
import io.driftseal.scanner.observe.AdmissionObject;
import io.driftseal.workload.Difference;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of our own webhook configurations or policies is not what it was when it was first seen or
 * approved. Admission never guards these objects, so finding it afterwards is all there is.
 */
public final class AdmissionConfigurationCheck {

    private AdmissionConfigurationCheck() {}

    /**
     * What deviates.
     *
     * @param approved JSON text of the content first seen or approved
     * @param live JSON text of the content now; empty if the object is gone
     */
    public static List<Finding> findings(String approved, Optional<String> live) {
        if (live.isEmpty()) {
            return List.of(
                    Finding.of(
                            ReasonCode.WEBHOOK_CONFIGURATION_DELETED,
                            "It was deleted: what it guarded is admitted unseen.",
                            Map.of("approved", approvedDigest(approved))));
        }
        if (live.get().equals(approved)) {
            return List.of();
        }
        JsonObject now = tree(live.get());
        List<String> difference =
                Difference.between(tree(approved), now).sentences(Finding.MAXIMUM_SENTENCES);
        return List.of(
                new Finding(
                        ReasonCode.WEBHOOK_CONFIGURATION_CHANGED,
                        message(now.object(AdmissionObject.OFF), difference),
                        Map.of(
                                "approved", approvedDigest(approved),
                                "live", approvedDigest(live.get())),
                        difference));
    }

    /** An off-switch is a change like any other, but says itself what it is. */
    private static String message(JsonObject off, List<String> difference) {
        if (!off.isEmpty()) {
            return "It was switched off until "
                    + off.string(OffSwitch.UNTIL).orElse("no time that is named")
                    + " by "
                    + off.string(OffSwitch.BY).orElse("nobody who is named")
                    + " ("
                    + off.string(OffSwitch.REASON).orElse("no reason given")
                    + "): nothing is asked of the webhook, everything passes.";
        }
        return difference.isEmpty()
                ? "It was changed."
                : "It was changed: " + difference.getFirst() + ".";
    }

    private static String approvedDigest(String content) {
        return io.driftseal.stamp.StampAnnotations.digest(content);
    }

    private static JsonObject tree(String content) {
        try {
            return (JsonObject)
                    JsonReader.read(
                            content.getBytes(StandardCharsets.UTF_8),
                            JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("the content was written as JSON by this program", e);
        }
    }
}
