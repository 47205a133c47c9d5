package io.driftseal.cli;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What enforce would refuse in one namespace, one line for each cause: a thousand pods behind one
 * owner without a stamp are one line that counts them.
 */
final class RehearsalReport {

    /**
     * One thing that would be refused.
     *
     * @param object kind and name
     * @param what which request on it
     */
    record Line(String object, String what, String message) {}

    private final String namespace;
    private final List<Line> lines = new ArrayList<>();
    private final List<EndingExemption> ending;
    private final int looked;

    RehearsalReport(
            String namespace,
            List<RehearsedObject> objects,
            List<Line> doors,
            List<EndingExemption> ending) {
        this.namespace = namespace;
        this.ending = List.copyOf(ending);
        this.looked = objects.size();
        Map<String, Integer> pods = new HashMap<>();
        Set<String> blocked = new HashSet<>();
        for (RehearsedObject object : objects) {
            if (object.isChild()) {
                pods.merge(object.owner(), 1, Integer::sum);
            }
            if (object.children().isPresent()) {
                blocked.add(object.label());
            }
        }
        for (RehearsedObject object : objects) {
            boolean saidOfItsOwner = object.isChild() && blocked.contains(object.owner());
            if (!saidOfItsOwner || !object.kind().equals("Pod")) {
                children(object, pods.getOrDefault(object.label(), 0));
            }
            if (!saidOfItsOwner) {
                made(object);
            }
        }
        lines.addAll(doors);
    }

    private void children(RehearsedObject object, int running) {
        if (object.active()) {
            object.children()
                    .ifPresent(refusal ->
                            lines.add(
                                    new Line(
                                            object.label(),
                                            "whatever it makes next (" + running + " now)",
                                            refusal.message())));
        }
    }

    private void made(RehearsedObject object) {
        object.made()
                .ifPresent(refusal ->
                        lines.add(
                                new Line(
                                        object.label(),
                                        object.isChild()
                                                ? "its replacement"
                                                : "its next change, or making it again",
                                        refusal.message())));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    void print(PrintWriter out) {
        String looks = " (" + looked + " objects looked at)";
        if (lines.isEmpty()) {
            out.println(namespace + ": nothing would be refused" + looks);
        } else {
            out.println(namespace + ": " + lines.size() + " would be refused" + looks);
            Table table = new Table("OBJECT", "REFUSED", "WHY");
            lines.forEach(line -> table.row(line.object(), line.what(), line.message()));
            table.print(out);
        }
        if (!ending.isEmpty()) {
            out.println(
                    "Exemptions that end within "
                            + EndingExemption.SOON.toDays()
                            + " days, or have ended; their rules refuse from then on:");
            Table table = new Table("EXEMPTION", "RULE", "ENDS", "OWNER");
            ending.forEach(e -> table.row(e.id(), e.rule(), e.expires(), e.owner()));
            table.print(out);
        }
    }

    JsonObject document() {
        List<JsonValue> refused = new ArrayList<>();
        for (Line line : lines) {
            refused.add(
                    JsonObject.builder()
                            .put("object", line.object())
                            .put("refused", line.what())
                            .put("message", line.message())
                            .build());
        }
        List<JsonValue> exemptions = new ArrayList<>();
        ending.forEach(exemption -> exemptions.add(exemption.document()));
        return JsonObject.builder()
                .put("namespace", namespace)
                .put("objects", (long) looked)
                .put("wouldRefuse", new JsonArray(refused))
                .put("endingExemptions", new JsonArray(exemptions))
                .build();
    }
}
