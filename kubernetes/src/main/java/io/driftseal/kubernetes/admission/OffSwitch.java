package io.driftseal.kubernetes.admission;

import io.driftseal.kubernetes.Patch;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Admission is off for a while: the API server asks nothing of us. It stands on each webhook
 * configuration, as a match condition that is never true, because that needs nothing of ours to
 * run, and as annotations that say who, why and until when. The configuration itself stays.
 *
 * @param until the end; {@link Instant#EPOCH} where what stands there is no time, or too far away
 * @param by the user name of whoever switched it off, as the API server knows it
 * @param reason for people
 */
public record OffSwitch(Instant until, String by, String reason) {

    public static final String UNTIL = "driftseal.io/off-until";
    public static final String BY = "driftseal.io/off-by";
    public static final String REASON = "driftseal.io/off-reason";

    /** Name of the match condition. */
    public static final String CONDITION = "driftseal-off";

    /** Longer than this it would be an installation that nobody uninstalled. */
    public static final Duration LONGEST = Duration.ofHours(24);

    private static final int MAXIMUM_TEXT = 200;

    public OffSwitch {
        until = until.truncatedTo(ChronoUnit.SECONDS);
        if (by.length() > MAXIMUM_TEXT || reason.length() > MAXIMUM_TEXT) {
            throw new IllegalArgumentException(
                    "who switches off and why have at most " + MAXIMUM_TEXT + " characters each");
        }
    }

    /** Whether it stands on any webhook of a configuration. Words without it switch nothing. */
    public static boolean standsOn(JsonObject configuration) {
        return configuration.objects("webhooks").stream()
                .flatMap(webhook -> webhook.objects("matchConditions").stream())
                .anyMatch(OffSwitch::isOurs);
    }

    /** What stands on a configuration; empty where it is on. */
    public static Optional<OffSwitch> of(JsonObject configuration, Instant now) {
        JsonObject annotations = configuration.object("metadata", "annotations");
        return standsOn(configuration)
                ? Optional.of(
                        new OffSwitch(
                                end(annotations.string(UNTIL).orElse(""), now),
                                bounded(annotations.string(BY).orElse("")),
                                bounded(annotations.string(REASON).orElse(""))))
                : Optional.empty();
    }

    /** Whether its time is over. One without a time was never good. */
    public boolean hasEnded(Instant now) {
        return !until.isAfter(now);
    }

    /** The change that switches a configuration off, also where it is off already. */
    public Patch off(JsonObject configuration) {
        JsonObject annotations =
                configuration
                        .object("metadata", "annotations")
                        .with(UNTIL, until.toString())
                        .with(BY, by)
                        .with(REASON, reason);
        JsonObject never =
                JsonObject.of("name", new JsonString(CONDITION)).with("expression", "false");
        return change(configuration, annotations, List.of(never));
    }

    /** The change that switches a configuration on. */
    public static Patch on(JsonObject configuration) {
        JsonObject annotations =
                configuration
                        .object("metadata", "annotations")
                        .without(UNTIL)
                        .without(BY)
                        .without(REASON);
        return change(configuration, annotations, List.of());
    }

    /** Refused by the API server if the configuration is not the one that was read. */
    private static Patch change(
            JsonObject configuration, JsonObject annotations, List<JsonObject> conditions) {
        List<JsonValue> webhooks = new ArrayList<>();
        for (JsonObject webhook : configuration.objects("webhooks")) {
            List<JsonValue> all = new ArrayList<>(conditions);
            webhook.objects("matchConditions").stream().filter(c -> !isOurs(c)).forEach(all::add);
            webhooks.add(
                    all.isEmpty()
                            ? webhook.without("matchConditions")
                            : webhook.with("matchConditions", new JsonArray(all)));
        }
        JsonValue version =
                new JsonString(configuration.string("metadata", "resourceVersion").orElse(""));
        return new Patch.Operations(
                new JsonArray(
                        List.of(
                                operation("test", "/metadata/resourceVersion", version),
                                operation("add", "/metadata/annotations", annotations),
                                operation("add", "/webhooks", new JsonArray(webhooks)))));
    }

    private static JsonObject operation(String op, String path, JsonValue value) {
        return JsonObject.builder().put("op", op).put("path", path).put("value", value).build();
    }

    private static boolean isOurs(JsonObject condition) {
        return condition.string("name").equals(Optional.of(CONDITION));
    }

    private static Instant end(String text, Instant now) {
        try {
            Instant end = Instant.parse(text);
            return end.isAfter(now.plus(LONGEST)) ? Instant.EPOCH : end;
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static String bounded(String text) {
        return text.length() <= MAXIMUM_TEXT ? text : text.substring(0, MAXIMUM_TEXT);
    }
}
