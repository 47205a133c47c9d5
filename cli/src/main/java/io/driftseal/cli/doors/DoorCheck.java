package io.driftseal.cli.doors;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.workload.json.JsonObject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The self-test: reads what is configured, knocks where asked to, and says what came of it. */
public final class DoorCheck {

    private static final int LEAST_NAME_WIDTH = 22;
    private static final int ENFORCE_WIDTH = 12;

    private final DoorReport report;

    private DoorCheck(DoorReport report) {
        this.report = report;
    }

    /**
     * Reads only.
     *
     * @param usual namespace of an installation whose webhooks name none
     */
    public static DoorCheck looking(
            KubernetesApi api, String usual, Set<String> exempt, Set<String> open) {
        return new DoorCheck(
                DoorReport.of(
                        Survey.of(api, usual), Map.of(), new DoorReport.Accepted(exempt, open)));
    }

    /**
     * Knocks from a namespace of this name, which is made and removed.
     *
     * @param usual namespace of an installation whose webhooks name none
     * @throws io.driftseal.kubernetes.KubernetesApiException if it cannot be made or removed
     */
    public static DoorCheck knocking(
            KubernetesApi api,
            String namespace,
            String usual,
            Set<String> exempt,
            Set<String> open) {
        Survey survey = Survey.of(api, usual);
        Map<String, Heard> heard;
        try (Canary canary = Canary.make(api, namespace)) {
            heard = canary.knock();
        }
        return new DoorCheck(DoorReport.of(survey, heard, new DoorReport.Accepted(exempt, open)));
    }

    /** Whether every door that should be watched is. */
    public boolean complete() {
        return report.faults().isEmpty();
    }

    public JsonObject document() {
        return report.document();
    }

    /** For people; what comes from the cluster is shown without control characters. */
    public void print(PrintWriter out) {
        out.println(row("DOOR", "IN ENFORCE", "KNOCK", "WATCHED BY"));
        for (DoorReport.Line line : report.lines()) {
            out.println(
                    row(
                            line.name(),
                            line.enforce(),
                            line.heard().isEmpty() ? "-" : line.heard(),
                            String.join(", ", line.watchedBy())));
        }
        out.println();
        Map<String, Integer> counts = new TreeMap<>();
        report.namespaces().values().forEach(mode -> counts.merge(mode, 1, Integer::sum));
        out.println("Namespaces by mode:");
        counts.forEach((mode, count) ->
                out.println("  " + printable(mode) + ": " + count + names(mode, count)));
        out.println();
        out.println("Not watched, because nothing at the API server can:");
        new LinkedHashMap<>(DoorReport.UNWATCHABLE)
                .forEach((door, why) -> out.println("  " + door + ": " + why));
        out.println();
        if (complete()) {
            out.println("Every door that should be watched is watched.");
        } else {
            out.println(
                    report.faults().size() == 1
                            ? "1 thing is not as it should be:"
                            : report.faults().size() + " things are not as they should be:");
            report.faults().forEach(fault -> out.println("  " + printable(fault)));
        }
    }

    private String names(String mode, int count) {
        List<String> names =
                report.namespaces().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(mode))
                        .map(Map.Entry::getKey)
                        .limit(10)
                        .toList();
        return " ("
                + printable(String.join(", ", names))
                + (count > names.size() ? ", ..." : "")
                + ")";
    }

    private String row(String name, String enforce, String heard, String by) {
        String line = pad(name, nameWidth()) + pad(enforce, ENFORCE_WIDTH) + printable(heard);
        return by.isEmpty() || heard.contains(by) ? line : line + "  (" + printable(by) + ")";
    }

    /** Names of custom kinds are long. */
    private int nameWidth() {
        return report.lines().stream()
                .mapToInt(line -> line.name().length() + 1)
                .reduce(LEAST_NAME_WIDTH, Math::max);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }
}
