package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Id {@code job-completion-index}: the pods of an indexed Job know which index they work on, by a
 * label, an annotation, an environment variable and their host name. Pods of other Jobs are their
 * template.
 */
record JobMaking(String indexKey, String variable, int longestNameBase, ChildIdentity identity)
        implements Making {

    static JobMaking of(JsonObject allowed, ChildIdentity identity) {
        return new JobMaking(
                allowed.string("key").orElseThrow(),
                allowed.string("variable").orElseThrow(),
                (int) allowed.number("longestNameBase").orElseThrow().whole().orElseThrow(),
                identity);
    }

    @Override
    public Made of(Workload owner, Workload child) {
        JsonObject expected = Making.fromTemplate(owner);
        var changes = new ArrayList<>(identity.reference(owner, child));
        if (!owner.tree().string("spec", "completionMode").orElse("").equals("Indexed")) {
            identity.generatedName(owner, child).ifPresent(changes::add);
            return new Made(changes, expected);
        }
        String index = child.labels().getOrDefault(indexKey, "");
        String annotated = child.annotations().getOrDefault(indexKey, "");
        if (!isIndexOf(owner, index) || !annotated.equals(index)) {
            changes.add(
                    ChildIdentity.change(
                            "metadata.labels[" + indexKey + "]",
                            "a completion index, and the same as annotation",
                            index));
            return new Made(changes, expected);
        }
        String job = owner.name().orElse("");
        identity.generatedName(prefix(job, index), child).ifPresent(changes::add);
        expected = Making.withLabel(expected, indexKey, index);
        JsonObject spec = expected.object("spec").with("hostname", job + "-" + index);
        for (String list : List.of("initContainers", "containers")) {
            spec = Transformation.eachContainer(spec, list, this::withIndexVariable);
        }
        return new Made(changes, expected.with("spec", spec));
    }

    private static boolean isIndexOf(Workload job, String index) {
        Optional<Long> completions =
                job.tree()
                        .number("spec", "completions")
                        .flatMap(number ->
                                number.whole().isPresent()
                                        ? Optional.of(number.whole().getAsLong())
                                        : Optional.empty());
        return Ordinal.isOne(index)
                && completions.filter(count -> Long.parseLong(index) >= count).isEmpty();
    }

    private String prefix(String job, String index) {
        String end = "-" + index + "-";
        int longest = Math.max(0, longestNameBase - end.length());
        return job.length() + end.length() > longestNameBase
                ? job.substring(0, Math.min(job.length(), longest)) + end
                : job + end;
    }

    private JsonObject withIndexVariable(JsonObject container) {
        boolean set =
                container.objects("env").stream()
                        .anyMatch(entry -> entry.string("name").orElse("").equals(variable));
        if (set) {
            return container;
        }
        JsonObject reference =
                JsonObject.builder()
                        .put("apiVersion", "v1")
                        .put("fieldPath", "metadata.labels['" + indexKey + "']")
                        .build();
        return Transformation.append(
                container,
                "env",
                JsonObject.of(
                        "name",
                        new JsonString(variable),
                        "valueFrom",
                        JsonObject.of("fieldRef", reference)));
    }
}
