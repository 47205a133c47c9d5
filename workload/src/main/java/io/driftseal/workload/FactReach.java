package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which fields of a child a transformation fills from which facts, as declared. */
record FactReach(List<Entry> entries) {

    private static final Pattern ITEM = Pattern.compile("\\[[^\\]]*\\]");

    /**
     * @param field {@code spec.containers[].resources}
     * @param kinds facts that its value may come from
     */
    record Entry(String field, Set<FactKind> kinds) {}

    FactReach {
        entries = List.copyOf(entries);
    }

    static FactReach of(JsonObject declaration) {
        var entries = new ArrayList<Entry>();
        for (JsonObject transformation : declaration.objects("transformations")) {
            var kinds = EnumSet.noneOf(FactKind.class);
            for (JsonValue name : transformation.array("facts")) {
                kinds.add(kind(name));
            }
            if (!kinds.isEmpty()) {
                Transformation.texts(transformation.array("fields"))
                        .forEach(field -> entries.add(new Entry(field, kinds)));
            }
        }
        return new FactReach(entries);
    }

    private static FactKind kind(JsonValue name) {
        for (FactKind kind : FactKind.values()) {
            if (name.equals(new JsonString(kind.kind()))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("transformation with unknown facts: " + name);
    }

    /** Whether every change is in a field that some fact could explain. */
    boolean covers(Difference difference) {
        return difference.changes().stream()
                .allMatch(change -> entries.stream().anyMatch(entry -> covers(entry, change)));
    }

    /**
     * Why facts could not be had that could explain the changes; empty if some change is beyond
     * what unknown facts could explain.
     */
    List<String> causes(Difference difference, ClusterFacts facts) {
        var missing = EnumSet.noneOf(FactKind.class);
        for (FieldChange change : difference.changes()) {
            var ofChange = EnumSet.noneOf(FactKind.class);
            for (Entry entry : entries) {
                if (covers(entry, change)) {
                    entry.kinds().stream()
                            .filter(kind -> facts.cause(kind).isPresent())
                            .forEach(ofChange::add);
                }
            }
            if (ofChange.isEmpty()) {
                return List.of();
            }
            missing.addAll(ofChange);
        }
        return missing.stream()
                .map(kind ->
                        kind.kind() + " objects are not known: " + facts.cause(kind).orElse(""))
                .toList();
    }

    /**
     * At the field or below it, or at the object right above it, because an object that is new as a
     * whole is named as one.
     */
    private static boolean covers(Entry entry, FieldChange change) {
        String path = ITEM.matcher(change.path()).replaceAll("[]");
        String field = entry.field();
        if (path.equals(field) || isBelow(path, field)) {
            return true;
        }
        return isBelow(field, path) && field.indexOf('.', path.length() + 1) < 0;
    }

    private static boolean isBelow(String path, String above) {
        return path.length() > above.length()
                && path.startsWith(above)
                && (path.charAt(above.length()) == '.' || path.charAt(above.length()) == '[');
    }
}
