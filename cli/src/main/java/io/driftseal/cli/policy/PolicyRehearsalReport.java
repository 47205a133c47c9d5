package io.driftseal.cli.policy;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What new policies would change. */
public final class PolicyRehearsalReport {

    /**
     * Decisions.
     *
     * @param damaged kept lines that are not what was written
     * @param valuesMissing whose clock or randomness was not kept
     * @param ungrouped of those that changed, beyond the groups that are remembered
     * @param failed at which this program failed, not the policies
     */
    public record Counts(
            long changed,
            long unchanged,
            long damaged,
            long valuesMissing,
            long ungrouped,
            long failed) {

        /** Those that were evaluated. */
        public long rehearsed() {
            return changed + unchanged;
        }
    }

    /** One line for people. */
    public record Line(String change, String workload, int decisions, String why, String newest) {}

    private final String revision;
    private final TreeMap<RehearsedGroup.Key, RehearsedGroup> groups;
    private final Counts counts;
    private final Set<String> decisions;

    PolicyRehearsalReport(
            String revision,
            Map<RehearsedGroup.Key, RehearsedGroup> groups,
            Counts counts,
            Set<String> decisions) {
        this.revision = revision;
        this.groups = new TreeMap<>(groups);
        this.counts = counts;
        this.decisions = Set.copyOf(decisions);
    }

    /** Of the new policies. */
    public String revision() {
        return revision;
    }

    public Counts counts() {
        return counts;
    }

    /** Whether this decision was among those that were kept and looked at. */
    public boolean looked(String decisionId) {
        return decisions.contains(decisionId);
    }

    /** Groups, in the order in which they matter. */
    public int groups() {
        return groups.size();
    }

    /** Whether somebody would be refused, or get no answer, who was not. */
    public boolean breaks() {
        return counts.ungrouped() > 0
                || groups.keySet().stream().anyMatch(key -> key.change().breaks());
    }

    /**
     * Whether these policies may take the place of the others, as far as was seen: something was
     * rehearsed, nothing of it failed, and nothing breaks.
     *
     * @param strict nothing may change at all
     */
    public boolean passes(boolean strict) {
        return counts.rehearsed() > 0
                && counts.failed() == 0
                && (strict ? counts.changed() == 0 : !breaks());
    }

    /** How many decisions would change in which way. */
    public Map<RehearsedChange, Integer> totals() {
        Map<RehearsedChange, Integer> totals = new EnumMap<>(RehearsedChange.class);
        groups.forEach((key, group) -> totals.merge(key.change(), group.decisions(), Integer::sum));
        return totals;
    }

    /** The first groups. */
    public List<Line> lines(int most) {
        List<Line> lines = new ArrayList<>();
        groups.forEach((key, group) -> {
            if (lines.size() < most) {
                lines.add(
                        new Line(
                                key.change().words(),
                                key.workload().label(key.question()),
                                group.decisions(),
                                group.why(),
                                group.newest()));
            }
        });
        return lines;
    }

    /** For programs. */
    public JsonObject document(int most, long notKept) {
        List<JsonValue> shown = new ArrayList<>();
        groups.forEach((key, group) -> {
            if (shown.size() < most) {
                shown.add(document(key, group));
            }
        });
        JsonObject.Builder totals = JsonObject.builder();
        totals().forEach((change, count) -> totals.put(change.wireName(), (long) count));
        return JsonObject.builder()
                .put("revision", revision)
                .put("rehearsed", counts.rehearsed())
                .put("unchanged", counts.unchanged())
                .put("changed", counts.changed())
                .put("totals", totals.build())
                .put(
                        "notRehearsed",
                        JsonObject.builder()
                                .put("inputNotKept", notKept)
                                .put("inputDamaged", counts.damaged())
                                .put("valuesNotKept", counts.valuesMissing())
                                .put("failed", counts.failed())
                                .build())
                .put("groups", (long) groups.size())
                .put("changes", new JsonArray(shown))
                .build();
    }

    private static JsonObject document(RehearsedGroup.Key key, RehearsedGroup group) {
        return JsonObject.builder()
                .put("change", key.change().wireName())
                .put("question", key.question().wireName())
                .put("namespace", key.workload().namespace())
                .put("kind", key.workload().kind())
                .put("name", key.workload().name())
                .put("decisions", (long) group.decisions())
                .put("newestDecision", group.newest())
                .put("newestTime", group.time().toString())
                .put("gradeThen", group.then().grade())
                .put("gradeNow", group.now().grade())
                .put("reasonsThen", JsonArray.ofStrings(List.copyOf(group.then().reasons())))
                .put("reasonsNow", JsonArray.ofStrings(List.copyOf(group.now().reasons())))
                .build();
    }
}
