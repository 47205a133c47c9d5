package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A webhook that adds containers to pods, as the administrator declares it: every container with
 * its whole shape and its image by digest, and what it adds elsewhere. The shape is that of a
 * stored pod, so it carries the API server's defaults.
 *
 * @param name for messages and metrics
 * @param namespaces where it may work; empty for all
 * @param parameters by name; in the shape {@code ${name}} stands for one
 * @param shape {@code initContainers}, {@code containers}, {@code volumes}, {@code labels}, {@code
 *     annotations}, {@code pod}, {@code otherContainers}
 */
public record Injector(
        String name,
        Set<String> namespaces,
        Map<String, InjectorParameter> parameters,
        JsonObject shape) {

    static final List<String> LISTS = List.of("initContainers", "containers");
    static final Pattern REFERENCE = Pattern.compile("\\$\\{([a-z][a-z0-9-]*)}");

    /** Bound in {@code otherContainers} to the name of the container that is changed. */
    static final String CONTAINER = "container";

    private static final Set<String> MEMBERS =
            Set.of("name", "author", "reason", "namespaces", "parameters", "shape");
    private static final Set<String> SHAPE =
            Set.of(
                    "initContainers",
                    "containers",
                    "volumes",
                    "labels",
                    "annotations",
                    "pod",
                    "otherContainers");
    private static final Set<String> OTHER = Set.of("names", "volumeMounts", "env", "rewrites");
    private static final Pattern PINNED = Pattern.compile("[^\\s$@*]+@sha256:[0-9a-f]{64}");

    public Injector {
        namespaces = Set.copyOf(namespaces);
        parameters = Map.copyOf(parameters);
    }

    /**
     * @throws IllegalArgumentException naming the injector and what is wrong
     */
    static Injector parse(JsonObject declared) {
        String name = declared.string("name").orElse("");
        try {
            only(declared, MEMBERS, "");
            for (String needed : List.of("name", "author", "reason")) {
                require(!declared.string(needed).orElse("").isBlank(), "it has no " + needed);
            }
            var parameters = new LinkedHashMap<String, InjectorParameter>();
            declared.object("parameters")
                    .members()
                    .forEach((key, value) ->
                            parameters.put(
                                    key,
                                    InjectorParameter.parse(
                                            value instanceof JsonObject object
                                                    ? object
                                                    : JsonObject.EMPTY)));
            var injector =
                    new Injector(
                            name,
                            Set.copyOf(Transformation.texts(declared.array("namespaces"))),
                            parameters,
                            declared.object("shape"));
            injector.check();
            return injector;
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "injector " + DisplayText.of(name) + ": " + e.getMessage(), e);
        }
    }

    /** Names of the containers that show that it was at work. */
    Set<String> containerNames() {
        var names = new HashSet<String>();
        for (String list : LISTS) {
            shape.objects(list).forEach(one -> names.add(one.string("name").orElse("")));
        }
        return names;
    }

    /** Whether the child has one of its containers, by name. */
    boolean isIn(Workload child) {
        if (!namespaces.isEmpty() && !namespaces.contains(child.namespace())) {
            return false;
        }
        Set<String> names = containerNames();
        return LISTS.stream()
                .flatMap(list -> child.tree().objects("spec", list).stream())
                .anyMatch(one -> names.contains(one.string("name").orElse("")));
    }

    private void check() {
        only(shape, SHAPE, "shape.");
        require(!containerNames().isEmpty(), "it adds no container");
        for (String list : LISTS) {
            for (JsonObject container : shape.objects(list)) {
                String named = container.string("name").orElse("");
                require(!named.isEmpty() && !hasReference(named), "a container has no fixed name");
                pinned(container.string("image").orElse(""), named);
            }
        }
        for (JsonObject volume : shape.objects("volumes")) {
            String named = volume.string("name").orElse("");
            require(!named.isEmpty() && !hasReference(named), "a volume has no fixed name");
            volume.string("image", "reference").ifPresent(image -> pinned(image, named));
        }
        for (JsonObject other : shape.objects("otherContainers")) {
            only(other, OTHER, "shape.otherContainers.");
            for (JsonObject rewrite : other.objects("rewrites")) {
                only(rewrite, Set.of("field", "to"), "shape.otherContainers.rewrites.");
                require(
                        Injection.REWRITABLE.contains(rewrite.string("field").orElse("")),
                        "only these fields of other containers can be rewritten: "
                                + Injection.REWRITABLE);
            }
        }
        var used = new HashSet<String>();
        references(shape, "", used);
        require(used.containsAll(parameters.keySet()), "a parameter is declared and not used");
    }

    private static void pinned(String image, String of) {
        require(
                PINNED.matcher(image).matches(),
                of + " has an image that is not pinned as name@sha256:<64 hexadecimal digits>");
    }

    private void references(JsonValue value, String place, Set<String> used) {
        switch (value) {
            case JsonObject object ->
                    object.members()
                            .forEach((key, member) -> {
                                require(!hasReference(key), "a parameter stands in a name");
                                references(member, place + "." + key, used);
                            });
            case JsonArray array -> array.items().forEach(item -> references(item, place, used));
            case JsonString text -> references(text.value(), place, used);
            default -> {
                // numbers and flags hold no parameter
            }
        }
    }

    private void references(String text, String place, Set<String> used) {
        Matcher matcher = REFERENCE.matcher(text);
        int chosen = 0;
        while (matcher.find()) {
            String reference = matcher.group(1);
            boolean other = place.startsWith(".otherContainers");
            if (other && reference.equals(CONTAINER)) {
                continue;
            }
            InjectorParameter parameter = parameters.get(reference);
            require(parameter != null, "parameter " + reference + " is not declared");
            used.add(reference);
            if (parameter instanceof InjectorParameter.Text) {
                boolean setting =
                        place.endsWith(".env.value")
                                || place.startsWith(".labels.")
                                || place.startsWith(".annotations.");
                require(setting, "the free text " + reference + " stands in " + place);
            }
            chosen += parameter instanceof InjectorParameter.From ? 0 : 1;
        }
        require(chosen < 2, "one text has two parameters that the pod chooses: " + place);
    }

    static boolean hasReference(String text) {
        return REFERENCE.matcher(text).find();
    }

    private static void only(JsonObject object, Set<String> known, String where) {
        for (String member : object.members().keySet()) {
            require(known.contains(member), "unknown member " + where + DisplayText.of(member));
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
