package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the administrator says of the cluster, because nothing in the cluster says it: one document
 * for all of it, the same for every service.
 *
 * @param admissionPlugins names of the mutating plug-ins that the API server runs although they are
 *     off by default; what they do is explained only if they are named
 * @param injectors webhooks that add containers; of two with one container name, as during an
 *     upgrade, the one that fits is taken
 */
public record Declarations(Set<String> admissionPlugins, List<Injector> injectors) {

    /** Plug-ins that change pods and are off unless the API server's flags say otherwise. */
    static final Set<String> OPTIONAL_PLUGINS =
            Set.of(
                    "AlwaysPullImages",
                    "ExtendedResourceToleration",
                    "PodNodeSelector",
                    "PodTolerationRestriction");

    private static final Declarations NONE = new Declarations(Set.of(), List.of());
    private static final Set<String> MEMBERS = Set.of("version", "admissionPlugins", "injectors");
    private static final int VERSION = 1;

    /** Versions of injectors side by side; each costs one derivation more. */
    private static final int MAXIMUM_SELECTIONS = 16;

    public Declarations {
        admissionPlugins = Set.copyOf(admissionPlugins);
        injectors = List.copyOf(injectors);
        if (injectors.stream().map(Injector::name).distinct().count() != injectors.size()) {
            throw new IllegalArgumentException("injectors: two have one name");
        }
        for (String plugin : admissionPlugins) {
            if (!OPTIONAL_PLUGINS.contains(plugin)) {
                throw new IllegalArgumentException(
                        "admissionPlugins: "
                                + DisplayText.of(plugin)
                                + " is not one of "
                                + OPTIONAL_PLUGINS.stream().sorted().toList());
            }
        }
    }

    /** A cluster as Kubernetes comes, without injectors. */
    public static Declarations none() {
        return NONE;
    }

    /**
     * Reads the document {@code {version: 1, admissionPlugins: [...], injectors: [...]}}.
     *
     * @throws IllegalArgumentException saying which member is wrong; an unknown one is
     */
    public static Declarations parse(JsonObject document) {
        for (String name : document.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException(
                        "declarations: unknown member " + DisplayText.of(name));
            }
        }
        boolean known =
                document.number("version")
                        .filter(version -> version.whole().orElse(0) == VERSION)
                        .isPresent();
        if (!known) {
            throw new IllegalArgumentException("declarations: version must be " + VERSION);
        }
        if (document.array("injectors").size() != document.objects("injectors").size()) {
            throw new IllegalArgumentException("declarations: injectors must hold objects");
        }
        return new Declarations(
                texts(document, "admissionPlugins"),
                document.objects("injectors").stream().map(Injector::parse).toList());
    }

    /**
     * Which injectors may have been at work together, given the containers that the child has: one
     * list for each choice among those that share a container's name, at least one list.
     */
    List<List<Injector>> selections(Workload child) {
        List<List<Injector>> selections = List.of(List.of());
        for (Injector injector : injectors) {
            if (injector.isIn(child)) {
                var more = new ArrayList<List<Injector>>();
                for (List<Injector> selection : selections) {
                    more.addAll(extended(selection, injector));
                }
                selections = more.subList(0, Math.min(more.size(), MAXIMUM_SELECTIONS));
            }
        }
        return selections;
    }

    private static List<List<Injector>> extended(List<Injector> selection, Injector injector) {
        var without =
                new ArrayList<>(
                        selection.stream()
                                .filter(one ->
                                        Collections.disjoint(
                                                one.containerNames(), injector.containerNames()))
                                .toList());
        boolean alternative = without.size() < selection.size();
        without.add(injector);
        return alternative ? List.of(selection, without) : List.of(without);
    }

    public boolean runs(String plugin) {
        return admissionPlugins.contains(plugin);
    }

    private static Set<String> texts(JsonObject document, String name) {
        var texts = new LinkedHashSet<String>();
        if (document.find(name).filter(value -> !(value instanceof JsonArray)).isPresent()) {
            throw new IllegalArgumentException("declarations: " + name + " is not a list");
        }
        for (JsonValue item : document.array(name)) {
            if (!(item instanceof JsonString text) || !texts.add(text.value())) {
                throw new IllegalArgumentException(
                        "declarations: " + name + " must hold different texts");
            }
        }
        return texts;
    }
}
