package io.driftseal.workload;

import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Id {@code approved-range}: amounts that an autoscaler writes into a new pod in place of the
 * template's, where the template itself names the range. A request may be new; a limit only
 * replaces one, and neither may be taken away.
 */
record ApprovedRangeTransformation(List<String> lists) implements Transformation {

    private static final String REQUESTS = "requests";
    private static final String LIMITS = "limits";

    static Transformation of(JsonObject allowed) {
        return new ApprovedRangeTransformation(Transformation.texts(allowed.array("lists")));
    }

    @Override
    public JsonObject explain(JsonObject expected, JsonObject child) {
        JsonObject annotations = expected.object("metadata", "annotations");
        JsonObject spec = expected.object("spec");
        for (String list : lists) {
            spec =
                    Transformation.eachContainer(
                            spec,
                            list,
                            container ->
                                    ranged(
                                            container,
                                            Transformation.container(child, list, container),
                                            ranges(annotations, container)));
        }
        return expected.with("spec", spec);
    }

    private static Map<String, ApprovedRange> ranges(JsonObject annotations, JsonObject container) {
        return ApprovedRange.parse(
                annotations
                        .string(
                                ApprovedRange.ANNOTATION_PREFIX
                                        + container.string("name").orElse(""))
                        .orElse(""));
    }

    private static JsonObject ranged(
            JsonObject container, JsonObject live, Map<String, ApprovedRange> ranges) {
        JsonObject resources = container.object("resources");
        JsonObject ranged = resources;
        for (var entry : ranges.entrySet()) {
            String resource = entry.getKey();
            ranged = ranged(ranged, live, REQUESTS, resource, entry.getValue());
            if (resources.object(LIMITS).has(resource)) {
                ranged = ranged(ranged, live, LIMITS, resource, entry.getValue());
            }
        }
        return ranged.equals(resources) ? container : container.with("resources", ranged);
    }

    private static JsonObject ranged(
            JsonObject resources,
            JsonObject live,
            String bound,
            String resource,
            ApprovedRange range) {
        Optional<JsonValue> shown = live.object("resources", bound).find(resource);
        return shown.flatMap(ApprovedRangeTransformation::amount).filter(range::holds).isPresent()
                ? resources.with(bound, resources.object(bound).with(resource, shown.get()))
                : resources;
    }

    private static Optional<BigDecimal> amount(JsonValue value) {
        Optional<String> text =
                switch (value) {
                    case JsonString string -> Quantity.canonical(string.value());
                    case JsonNumber number -> Quantity.canonical(number.literal());
                    default -> Optional.empty();
                };
        return text.map(BigDecimal::new);
    }
}
