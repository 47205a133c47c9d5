package io.driftseal.workload;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The custom kinds that an administrator named, and who makes their children. Read from one JSON
 * file that the webhook, the scanner and the command share: {@code {"customRoots": [{"group",
 * "version", "kind", "plural", "templatePath", "makes", "hashLabel", "controllers"}]}}.
 *
 * @param controllers user names by kind, in the order of the file
 */
public record CustomRoots(Map<CustomKind, Set<String>> controllers) {

    private static final Set<String> MEMBERS =
            Set.of(
                    "group",
                    "version",
                    "kind",
                    "plural",
                    "templatePath",
                    "makes",
                    "hashLabel",
                    "controllers");

    public CustomRoots {
        controllers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(controllers));
    }

    public static CustomRoots none() {
        return new CustomRoots(Map.of());
    }

    /**
     * @throws IllegalArgumentException saying what is wrong with the file
     */
    public static CustomRoots read(Optional<Path> file) {
        if (file.isEmpty()) {
            return none();
        }
        try {
            return parse(
                    JsonReader.readObject(
                            Files.readAllBytes(file.get()), JsonLimits.kubernetesObject()));
        } catch (IOException | MalformedJsonException e) {
            throw new IllegalArgumentException(
                    "the file of custom roots cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * @throws IllegalArgumentException saying what is wrong
     */
    public static CustomRoots parse(JsonObject document) {
        if (!document.members().keySet().equals(Set.of("customRoots"))) {
            throw new IllegalArgumentException("custom roots are one list named customRoots");
        }
        var roots = new LinkedHashMap<CustomKind, Set<String>>();
        for (JsonValue item : document.array("customRoots")) {
            if (!(item instanceof JsonObject entry)) {
                throw new IllegalArgumentException("a custom root is an object");
            }
            for (String name : entry.members().keySet()) {
                if (!MEMBERS.contains(name)) {
                    throw new IllegalArgumentException(
                            "a custom root has no " + DisplayText.of(name));
                }
            }
            roots.put(kind(entry), names(entry));
        }
        CustomRoots parsed = new CustomRoots(roots);
        parsed.kinds();
        return parsed;
    }

    /** The built-in kinds and these. */
    public WorkloadKinds kinds() {
        return WorkloadKinds.with(List.copyOf(controllers.keySet()));
    }

    private static CustomKind kind(JsonObject entry) {
        String child = text(entry, "makes");
        BuiltInKind makes =
                switch (child) {
                    case "Pod" -> BuiltInKind.POD;
                    case "ReplicaSet" -> BuiltInKind.REPLICA_SET;
                    default ->
                            throw new IllegalArgumentException(
                                    "a custom root makes Pod or ReplicaSet");
                };
        return new CustomKind(
                text(entry, "group"),
                text(entry, "version"),
                text(entry, "kind"),
                text(entry, "plural"),
                List.of(text(entry, "templatePath").split("\\.", -1)),
                makes,
                entry.string("hashLabel").filter(label -> !label.isEmpty()));
    }

    private static Set<String> names(JsonObject entry) {
        var names = new LinkedHashSet<String>();
        for (JsonValue item : entry.array("controllers")) {
            if (!(item instanceof JsonString text) || text.value().isBlank()) {
                throw new IllegalArgumentException("controllers are user names");
            }
            names.add(text.value());
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "a custom root needs controllers: the user names that make its children");
        }
        return Set.copyOf(new ArrayList<>(names));
    }

    private static String text(JsonObject entry, String name) {
        return entry.string(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalArgumentException("a custom root needs " + name));
    }
}
