package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Ids {@code cronjob-schedule} and {@code job-defaults}: a Job is called after its CronJob and the
 * minute it was due, has the spec of the template, and the defaults that the API server gives a Job
 * but not the template of one.
 */
record CronJobMaking(String scheduleAnnotation, JsonObject defaults, ChildIdentity identity)
        implements Making {

    private static final int SECONDS_PER_MINUTE = 60;

    static CronJobMaking of(DerivationRules rules, ChildIdentity identity) {
        return new CronJobMaking(
                rules.allowed("cronjob-schedule").string("annotation").orElseThrow(),
                rules.allowed("job-defaults"),
                identity);
    }

    @Override
    public Made of(Workload owner, Workload child) {
        var changes = new ArrayList<>(identity.reference(owner, child));
        String cronJob = owner.name().orElse("");
        String name = child.name().orElse("");
        String schedule = child.annotations().getOrDefault(scheduleAnnotation, "");
        Optional<String> minute = minute(schedule);
        if (minute.isEmpty() || !name.equals(cronJob + "-" + minute.get())) {
            changes.add(
                    ChildIdentity.change(
                            "metadata.name",
                            cronJob
                                    + "-<minute>, and the minute as annotation "
                                    + scheduleAnnotation,
                            name));
        }
        JsonObject template = owner.tree().object("spec", "jobTemplate", "spec");
        return new Made(changes, JsonObject.of("spec", withDefaults(template, child)));
    }

    private static Optional<String> minute(String schedule) {
        try {
            long minutes = OffsetDateTime.parse(schedule).toEpochSecond() / SECONDS_PER_MINUTE;
            return Optional.of(Long.toString(minutes));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private JsonObject withDefaults(JsonObject template, Workload child) {
        JsonObject live = child.tree().object("spec");
        JsonObject spec = template;
        for (var field : defaults.members().entrySet()) {
            Optional<JsonValue> value = live.find(field.getKey());
            boolean permitted =
                    value.isPresent()
                            && field.getValue() instanceof JsonArray values
                            && values.items().contains(value.get());
            boolean elsewhere = field.getKey().equals("completions") && template.has("parallelism");
            if (permitted && !template.has(field.getKey()) && !elsewhere) {
                spec = spec.with(field.getKey(), value.get());
            }
        }
        return spec;
    }
}
