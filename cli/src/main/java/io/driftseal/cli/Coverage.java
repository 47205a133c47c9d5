package io.driftseal.cli;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The workloads of one namespace, each in exactly one column, so that the columns add up to what
 * the API server lists.
 */
final class Coverage {

    /** What is known of a workload. */
    enum Column {
        /** Carries a stamp that holds. */
        STAMPED,
        /** Observed, not approved, unchanged since. */
        ADOPTED,
        /** Something deviates. */
        DRIFTED,
        /** Carries no stamp and was not adopted. */
        UNSTAMPED,
        /** Nobody can say. */
        UNKNOWN;

        String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final String namespace;
    private final String mode;
    private final String tier;
    private final boolean exempt;
    private final Map<String, Map<Column, Integer>> kinds = new TreeMap<>();
    private final Map<String, Integer> causes = new TreeMap<>();

    Coverage(String namespace, Map<String, String> labels, boolean exempt) {
        this.namespace = namespace;
        this.mode = labels.getOrDefault("driftseal.io/mode", "observe");
        this.tier = labels.getOrDefault("driftseal.io/tier", "standard");
        this.exempt = exempt;
    }

    /**
     * @param cause why not more can be said, empty where it is said
     */
    void count(String kind, Column column, String cause) {
        kinds.computeIfAbsent(kind, _ -> new EnumMap<>(Column.class))
                .merge(column, 1, Integer::sum);
        if (!cause.isEmpty()) {
            causes.merge(column.wire() + ": " + cause, 1, Integer::sum);
        }
    }

    boolean isEmpty() {
        return kinds.isEmpty();
    }

    int total() {
        return kinds.values().stream().mapToInt(Coverage::sum).sum();
    }

    int total(Column column) {
        return kinds.values().stream().mapToInt(c -> c.getOrDefault(column, 0)).sum();
    }

    Map<String, Integer> causes() {
        return causes;
    }

    String namespace() {
        return namespace;
    }

    void addTo(Table table) {
        kinds.forEach((kind, counts) -> row(table, kind, counts));
        Map<Column, Integer> all = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            all.put(column, total(column));
        }
        if (kinds.size() > 1) {
            row(table, "all", all);
        }
    }

    private void row(Table table, String kind, Map<Column, Integer> counts) {
        int total = sum(counts);
        table.row(
                namespace,
                exempt ? "exempt" : mode,
                kind,
                total,
                counts.getOrDefault(Column.STAMPED, 0),
                counts.getOrDefault(Column.ADOPTED, 0),
                counts.getOrDefault(Column.DRIFTED, 0),
                counts.getOrDefault(Column.UNSTAMPED, 0),
                counts.getOrDefault(Column.UNKNOWN, 0),
                percent(counts.getOrDefault(Column.STAMPED, 0), total) + " %");
    }

    JsonObject document() {
        List<JsonValue> rows = new ArrayList<>();
        kinds.forEach((kind, counts) -> {
            JsonObject.Builder row =
                    JsonObject.builder().put("kind", kind).put("total", (long) sum(counts));
            for (Column column : Column.values()) {
                row.put(column.wire(), counts.getOrDefault(column, 0).longValue());
            }
            rows.add(row.build());
        });
        JsonObject.Builder why = JsonObject.builder();
        causes.forEach((cause, count) -> why.put(cause, count.longValue()));
        int held = total(Column.STAMPED) + total(Column.ADOPTED);
        return JsonObject.builder()
                .put("namespace", namespace)
                .put("mode", mode)
                .put("tier", tier)
                .put("exempt", exempt)
                .put("total", (long) total())
                .put("kinds", new JsonArray(rows))
                .put("causes", why.build())
                .put("stampedPercent", (long) percent(total(Column.STAMPED), total()))
                .put("stampedOrAdoptedPercent", (long) percent(held, total()))
                .build();
    }

    /** Rounded down: 100 % is said only of all. */
    static int percent(int part, int total) {
        return total == 0 ? 100 : (int) (100L * part / total);
    }

    private static int sum(Map<Column, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
