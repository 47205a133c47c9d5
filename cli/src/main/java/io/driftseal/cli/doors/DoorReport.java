package io.driftseal.cli.doors;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which doors are watched in which namespaces, which should be and are not, and which nobody of
 * ours can watch. Pure: made of what was read and heard.
 *
 * @param lines one per entrance and policy
 * @param namespaces what holds for the doors of each namespace
 * @param faults doors that should be watched and are not, one sentence each
 */
record DoorReport(List<Line> lines, Map<String, String> namespaces, List<String> faults) {

    /** Why a door is not watched, for those that none of ours can watch. */
    static final Map<String, String> UNWATCHABLE = unwatchable();

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";
    private static final String MODE_LABEL = "driftseal.io/mode";
    private static final String ENFORCE = "enforce";
    private static final int MAXIMUM_NAMED = 20;

    /**
     * @param name of the entrance or the policy
     * @param watchedBy names of webhooks, in an enforce namespace
     * @param enforce {@code refuses}, {@code records} or {@code not watched}
     * @param heard what the knock was answered, in words; empty where nobody knocked
     */
    record Line(String name, List<String> watchedBy, String enforce, String heard) {}

    /**
     * What is accepted as it is.
     *
     * @param exempt namespaces that need not be watched
     * @param open doors that policy is known to open in tier restricted
     */
    record Accepted(Set<String> exempt, Set<String> open) {}

    static DoorReport of(Survey survey, Map<String, Heard> heard, Accepted accepted) {
        List<String> faults = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        Map<String, String> enforced = Map.of(MODE_LABEL, ENFORCE, NAME_LABEL, "driftseal-doors");
        for (Entrance entrance : survey.entrances()) {
            Optional<Heard> answer = Optional.ofNullable(heard.get(entrance.name()));
            List<Webhook> watching = watching(survey, entrance, enforced);
            lines.add(line(entrance, watching, answer));
            configured(entrance, watching).ifPresent(faults::add);
            answer.flatMap(words -> contradiction(entrance, words, accepted))
                    .ifPresent(faults::add);
        }
        stamping(survey, enforced).ifPresent(faults::add);
        certificates(survey).ifPresent(faults::add);
        if (survey.webhooks().stream().anyMatch(Webhook::isSwitchedOff)) {
            faults.addFirst("admission is switched off; see 'driftseal off --show'");
        }
        for (Policy policy : Policy.expected()) {
            List<String> wrong =
                    policy.faults(
                            Optional.ofNullable(survey.policies().get(policy.name())),
                            survey.bindings());
            Optional<Heard> answer = Optional.ofNullable(heard.get(policy.name()));
            lines.add(
                    new Line(
                            policy.name(),
                            wrong.isEmpty() ? List.of(policy.name()) : List.of(),
                            wrong.isEmpty() ? "refuses" : "not watched",
                            answer.map(Heard::words).orElse("")));
            wrong.forEach(why -> faults.add(policy.name() + " (" + policy.shuts() + "): " + why));
            answer.flatMap(words -> contradiction(policy, words)).ifPresent(faults::add);
        }
        faults.addAll(survey.custom().faults());
        faults.addAll(notKnocked(heard));
        return new DoorReport(lines, namespaces(survey, accepted, faults), faults);
    }

    private static List<Webhook> watching(
            Survey survey, Entrance entrance, Map<String, String> labels) {
        return survey.webhooks().stream()
                .filter(webhook -> !webhook.mutating())
                .filter(webhook -> webhook.watches(entrance, labels))
                .toList();
    }

    private static Line line(Entrance entrance, List<Webhook> watching, Optional<Heard> heard) {
        String enforce =
                watching.isEmpty()
                        ? "not watched"
                        : watching.stream().anyMatch(Webhook::failsClosed) ? "refuses" : "records";
        return new Line(
                entrance.name(),
                watching.stream().map(Webhook::name).toList(),
                enforce,
                heard.map(Heard::words).orElse(""));
    }

    private static Optional<String> configured(Entrance entrance, List<Webhook> watching) {
        if (watching.isEmpty()) {
            return Optional.of(
                    entrance.name()
                            + ": no webhook of driftseal is asked about "
                            + entrance.operation()
                            + " of "
                            + entrance.resource());
        }
        boolean open =
                entrance.closesInEnforce() && watching.stream().noneMatch(Webhook::failsClosed);
        return open
                ? Optional.of(
                        entrance.name()
                                + ": "
                                + watching.getFirst().name()
                                + " has failurePolicy Ignore; in enforce it must be Fail")
                : Optional.empty();
    }

    /** Where the API server did otherwise than its configuration says. */
    private static Optional<String> contradiction(
            Entrance entrance, Heard heard, Accepted accepted) {
        return switch (heard) {
            case Heard.Unanswered unanswered ->
                    Optional.of(entrance.name() + ": " + unanswered.words());
            case Heard.Through through
                    when entrance.closesInEnforce() && !accepted.open().contains(entrance.name()) ->
                    Optional.of(
                            entrance.name()
                                    + ": let through in mode enforce, tier restricted. Either your"
                                    + " policy opens it there (then say --open "
                                    + entrance.name()
                                    + "), or driftseal was not asked");
            case Heard.Through through -> Optional.empty();
            case Heard.Refused refused -> Optional.empty();
            case Heard.Stamped stamped -> Optional.empty();
            // Told together with the others that share its cause.
            case Heard.NotKnocked notKnocked -> Optional.empty();
        };
    }

    private static Optional<String> contradiction(Policy policy, Heard heard) {
        return switch (heard) {
            case Heard.Unanswered unanswered ->
                    Optional.of(policy.name() + ": " + unanswered.words());
            case Heard.Through through ->
                    Optional.of(policy.name() + ": what it should refuse was let through");
            case Heard.Stamped stamped ->
                    Optional.of(policy.name() + ": what it should refuse was stamped");
            case Heard.Refused refused -> Optional.empty();
            case Heard.NotKnocked notKnocked -> Optional.empty();
        };
    }

    /** One sentence for each cause: a door at which nobody could knock is not one that is shut. */
    private static List<String> notKnocked(Map<String, Heard> heard) {
        Map<String, List<String>> doors = new LinkedHashMap<>();
        heard.forEach((door, answer) -> {
            if (answer instanceof Heard.NotKnocked not) {
                doors.computeIfAbsent(not.why(), why -> new ArrayList<>()).add(door);
            }
        });
        return doors.entrySet().stream()
                .map(cause ->
                        String.join(", ", cause.getValue())
                                + ": could not be knocked at, so nobody knows whether it is watched: "
                                + cause.getKey())
                .toList();
    }

    private static Optional<String> stamping(Survey survey, Map<String, String> labels) {
        List<String> without =
                survey.entrances().stream()
                        .filter(entrance -> entrance.name().startsWith("create-"))
                        .filter(entrance ->
                                survey.webhooks().stream()
                                        .noneMatch(webhook ->
                                                webhook.mutating()
                                                        && webhook.watches(entrance, labels)))
                        .map(Entrance::resource)
                        .toList();
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of("stamping: nothing stamps " + String.join(", ", without));
    }

    /** All of them are served by one certificate. */
    private static Optional<String> certificates(Survey survey) {
        Set<String> bundles = new LinkedHashSet<>();
        survey.webhooks().forEach(webhook -> bundles.add(webhook.caBundle()));
        if (bundles.contains("")) {
            return Optional.of("certificates: a webhook of driftseal has no caBundle");
        }
        return bundles.size() > 1
                ? Optional.of(
                        "certificates: the webhooks of driftseal have different caBundles, so some"
                                + " cannot be called")
                : Optional.empty();
    }

    private static Map<String, String> namespaces(
            Survey survey, Accepted accepted, List<String> faults) {
        Map<String, String> words = new TreeMap<>();
        List<String> exempt = new ArrayList<>();
        Set<String> ours = survey.servedFrom();
        survey.namespaces()
                .forEach((name, labels) -> {
                    var named = new LinkedHashMap<>(labels);
                    named.put(NAME_LABEL, name);
                    long watched =
                            survey.entrances().stream()
                                    .filter(Entrance::namespaced)
                                    .filter(entrance ->
                                            !watching(survey, entrance, named).isEmpty())
                                    .count();
                    String mode = labels.getOrDefault(MODE_LABEL, "observe");
                    words.put(name, watched == 0 ? "exempt" : mode);
                    boolean left = accepted.exempt().contains(name) || ours.contains(name);
                    if (watched == 0 && !left) {
                        exempt.add(name);
                    }
                });
        if (!exempt.isEmpty() && !survey.webhooks().isEmpty()) {
            faults.add(
                    "namespaces without any door watched: "
                            + String.join(", ", exempt.stream().limit(MAXIMUM_NAMED).toList())
                            + (exempt.size() > MAXIMUM_NAMED ? ", ..." : "")
                            + "; say --exempt NAME for those that shall be");
        }
        return words;
    }

    JsonObject document() {
        List<JsonValue> doors = new ArrayList<>();
        for (Line line : lines) {
            doors.add(
                    JsonObject.builder()
                            .put("door", line.name())
                            .put("watchedBy", JsonArray.ofStrings(line.watchedBy()))
                            .put("inEnforce", line.enforce())
                            .put("heard", line.heard())
                            .build());
        }
        return JsonObject.builder()
                .put("doors", new JsonArray(doors))
                .put("namespaces", JsonObject.ofStrings(namespaces))
                .put("unwatchable", JsonObject.ofStrings(UNWATCHABLE))
                .put("faults", JsonArray.ofStrings(faults))
                .build();
    }

    private static Map<String, String> unwatchable() {
        Map<String, String> doors = new LinkedHashMap<>();
        doors.put("kubelet API (port 10250)", "a node answers by itself; admission is not asked");
        doors.put(
                "static pods",
                "the kubelet starts them from files; their mirror is shown as unknown");
        doors.put(
                "etcd",
                "a write into the store passes no admission; the scanner finds what it changed");
        doors.put("crictl and root on a node", "no API is in the way; it takes a sensor");
        doors.put("aggregated APIs", "they run their own admission");
        doors.put(
                "webhook configurations and admission policies",
                "admission never guards these objects; the scanner finds a change");
        doors.put("get, list, watch", "admission never sees reads");
        return java.util.Collections.unmodifiableMap(doors);
    }
}
