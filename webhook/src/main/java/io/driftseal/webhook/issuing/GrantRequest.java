package io.driftseal.webhook.issuing;

import io.driftseal.decision.Door;
import io.driftseal.stamp.AccessGrant;
import io.driftseal.stamp.CommandPattern;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code spec} of an AccessGrant: what somebody asks for. Its defaults are those of the custom
 * resource.
 *
 * @param name of the object that has the door
 * @param container empty where the pod has only one, or the door enters none
 * @param image of a debug container; empty for every other door
 * @param user who may use it; empty for whoever asks
 */
record GrantRequest(
        Door door,
        String name,
        String container,
        String image,
        CommandPattern command,
        String port,
        String user,
        String reason,
        long lifetimeSeconds,
        int uses) {

    private static final long LIFETIME_SECONDS = 900;

    GrantRequest {
        if (lifetimeSeconds < 1
                || Duration.ofSeconds(lifetimeSeconds).compareTo(AccessGrant.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "spec.lifetimeSeconds must be 1 to " + AccessGrant.LONGEST.toSeconds());
        }
        if (uses < 1 || uses > AccessGrant.MOST_USES) {
            throw new IllegalArgumentException("spec.uses must be 1 to " + AccessGrant.MOST_USES);
        }
        boolean named = !command.arguments().isEmpty();
        if (door == Door.EXEC ? !named : named && door != Door.EPHEMERAL_CONTAINER) {
            throw new IllegalArgumentException(
                    "spec.command is what exec runs, or a debug container, and belongs to no other"
                            + " door");
        }
        if (image.isBlank() == (door == Door.EPHEMERAL_CONTAINER)) {
            throw new IllegalArgumentException(
                    "spec.image is that of a debug container, which needs one, and belongs to no"
                            + " other door");
        }
        if (!port.isEmpty() && door != Door.POD_PROXY && door != Door.SERVICE_PROXY) {
            throw new IllegalArgumentException("spec.port belongs to proxies only");
        }
        if (!container.isEmpty() && door != Door.EXEC && door != Door.ATTACH) {
            throw new IllegalArgumentException("spec.container belongs to exec and attach only");
        }
    }

    /**
     * @throws IllegalArgumentException saying what to change
     */
    static GrantRequest of(JsonObject spec) {
        Door door =
                Door.named(spec.string("door").orElse(""))
                        .orElseThrow(() -> new IllegalArgumentException("spec.door is no door"));
        return new GrantRequest(
                door,
                spec.string("name").orElse(""),
                spec.string("container").orElse(""),
                spec.string("image").orElse("").strip(),
                new CommandPattern(command(spec)),
                spec.string("port").orElse(""),
                spec.string("user").orElse(""),
                spec.string("reason").orElse("").strip(),
                whole(spec, "lifetimeSeconds", LIFETIME_SECONDS),
                (int) Math.min(Integer.MAX_VALUE, whole(spec, "uses", 1)));
    }

    private static long whole(JsonObject spec, String name, long absent) {
        return spec.has(name)
                ? spec.number(name).map(JsonNumber::whole).map(n -> n.orElse(0)).orElse(0L)
                : absent;
    }

    private static List<String> command(JsonObject spec) {
        List<String> command = new ArrayList<>();
        for (var item : spec.array("command")) {
            if (!(item instanceof JsonString text)) {
                throw new IllegalArgumentException("spec.command holds a non-text");
            }
            command.add(text.value());
        }
        return command;
    }
}
