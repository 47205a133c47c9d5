package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod or an object that makes pods, as the raw tree it was read as. Nothing is dropped: a field
 * newer than this program is still there, and hashed.
 *
 * @param tree the whole object. {@code apiVersion} and {@code kind} may be absent, as they are in
 *     the items of a list, but may not contradict {@code kind}
 */
public record Workload(WorkloadKind kind, JsonObject tree) {

    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final List<String> CONTAINER_LISTS =
            List.of("initContainers", "containers", "ephemeralContainers");

    /** What policies and the reader of images go through. */
    private static final List<String> POD_LISTS =
            List.of("initContainers", "containers", "ephemeralContainers", "volumes");

    public Workload {
        checkType(kind, tree);
        checkObject(tree, "metadata");
        checkObject(tree, "spec");
        checkTexts(tree, "");
        JsonObject at = tree;
        String path = "";
        for (String name : kind.templatePath()) {
            path += name + ".";
            checkObject(at, path);
            at = at.object(name);
        }
        if (!kind.isPod()) {
            checkTemplate(at, path);
        }
        for (String list : POD_LISTS) {
            checkList(at.object("spec"), path + "spec." + list);
        }
        for (JsonValue owner : tree.array("metadata", "ownerReferences")) {
            if (!(owner instanceof JsonObject reference)) {
                throw new IllegalArgumentException("metadata.ownerReferences holds a non-object");
            }
            OwnerReference.of(reference);
        }
    }

    /**
     * Recognises a built-in kind by {@code apiVersion} and {@code kind}.
     *
     * @throws UnsupportedWorkloadException for any other kind, and for a tree without its kind's
     *     shape
     */
    public static Workload of(JsonObject tree) throws UnsupportedWorkloadException {
        return of(WorkloadKinds.builtIn(), tree);
    }

    /** As {@link #of(JsonObject)}, of one of these kinds. */
    public static Workload of(WorkloadKinds kinds, JsonObject tree)
            throws UnsupportedWorkloadException {
        String apiVersion = tree.string("apiVersion").orElse("");
        String kind = tree.string("kind").orElse("");
        Optional<WorkloadKind> known = kinds.of(apiVersion, kind);
        if (known.isEmpty()) {
            throw new UnsupportedWorkloadException(
                    "apiVersion and kind are not those of a supported workload: '"
                            + DisplayText.of(apiVersion)
                            + "' '"
                            + DisplayText.of(kind)
                            + "'");
        }
        return of(known.get(), tree);
    }

    /** For items of a list, which carry no {@code apiVersion} and {@code kind} of their own. */
    public static Workload of(WorkloadKind kind, JsonObject tree)
            throws UnsupportedWorkloadException {
        try {
            return new Workload(kind, tree);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedWorkloadException(
                    e.getMessage() == null ? "not a workload" : e.getMessage());
        }
    }

    /** Empty for an object that was not admitted yet and gets its namespace from the request. */
    public String namespace() {
        return tree.string("metadata", "namespace").orElse("");
    }

    /** Absent, or empty text, while a generated name is still to come. */
    public Optional<String> name() {
        return tree.string("metadata", "name").filter(name -> !name.isEmpty());
    }

    public Optional<String> generateName() {
        return tree.string("metadata", "generateName").filter(name -> !name.isEmpty());
    }

    public Optional<String> uid() {
        return tree.string("metadata", "uid").filter(uid -> !uid.isEmpty());
    }

    public Optional<String> resourceVersion() {
        return tree.string("metadata", "resourceVersion").filter(version -> !version.isEmpty());
    }

    public Map<String, String> labels() {
        return texts("labels");
    }

    public Map<String, String> annotations() {
        return texts("annotations");
    }

    public List<OwnerReference> ownerReferences() {
        return tree.objects("metadata", "ownerReferences").stream()
                .map(OwnerReference::of)
                .toList();
    }

    /** The one owner that says it controls this object; the API server allows at most one. */
    public Optional<OwnerReference> controllerOwner() {
        return ownerReferences().stream().filter(OwnerReference::controller).findFirst();
    }

    /** Metadata and spec of the pods this object makes; absent for a pod. */
    public Optional<JsonObject> podTemplate() {
        return kind.isPod() ? Optional.empty() : Optional.of(templateOrSelf());
    }

    /** The pod's own spec, or that of the template. */
    public JsonObject podSpec() {
        return templateOrSelf().object("spec");
    }

    /**
     * The account the pods run as; {@code default} where none is named, as the API server has it.
     */
    public String serviceAccount() {
        JsonObject spec = podSpec();
        return spec.string("serviceAccountName")
                .filter(name -> !name.isEmpty())
                .or(() -> spec.string("serviceAccount").filter(name -> !name.isEmpty()))
                .orElse("default");
    }

    /**
     * References of every image: init, ordinary and ephemeral containers and image volumes, each
     * once, in the order of the spec.
     */
    public List<String> images() {
        var images = new LinkedHashSet<String>();
        JsonObject spec = podSpec();
        for (String list : CONTAINER_LISTS) {
            for (JsonObject container : spec.objects(list)) {
                container.string("image").ifPresent(images::add);
            }
        }
        for (JsonObject volume : spec.objects("volumes")) {
            volume.string("image", "reference").ifPresent(images::add);
        }
        return List.copyOf(new ArrayList<>(images));
    }

    public boolean isTerminating() {
        return tree.string("metadata", "deletionTimestamp").isPresent();
    }

    /**
     * Whether a pod says it mirrors a static pod of its node. A claim: only the node's own kubelet
     * may make such a pod, which the caller checks by the requester.
     */
    public boolean isMirrorPod() {
        return kind.isPod() && tree.object("metadata", "annotations").has(MIRROR);
    }

    private JsonObject templateOrSelf() {
        JsonObject at = tree;
        for (String name : kind.templatePath()) {
            at = at.object(name);
        }
        return at;
    }

    private Map<String, String> texts(String field) {
        var texts = new LinkedHashMap<String, String>();
        tree.object("metadata", field)
                .members()
                .forEach((name, value) ->
                        texts.put(name, value instanceof JsonString text ? text.value() : ""));
        return Collections.unmodifiableMap(texts);
    }

    private static void checkType(WorkloadKind kind, JsonObject tree) {
        boolean matches =
                tree.string("apiVersion").orElse(kind.apiVersion()).equals(kind.apiVersion())
                        && tree.string("kind").orElse(kind.kind()).equals(kind.kind());
        if (!matches) {
            throw new IllegalArgumentException(
                    "apiVersion and kind are not " + kind.apiVersion() + " " + kind.kind());
        }
    }

    /**
     * Of a built-in kind the API server has seen to that, of a custom one nobody has: its schema
     * may leave the template open.
     */
    private static void checkTemplate(JsonObject template, String path) {
        checkObject(template, path + "spec");
        if (!isAbsent(template, "metadata")) {
            checkObject(template, path + "metadata");
            checkTexts(template, path);
        }
    }

    /**
     * @param path of the field from the root; its last name is the member
     */
    private static void checkObject(JsonObject parent, String path) {
        String field = path.endsWith(".") ? path.substring(0, path.length() - 1) : path;
        if (!(parent.find(last(field)).orElse(JsonNull.INSTANCE) instanceof JsonObject)) {
            throw new IllegalArgumentException("needs an object in field " + field);
        }
    }

    private static void checkList(JsonObject spec, String path) {
        String name = last(path);
        if (isAbsent(spec, name)) {
            return;
        }
        if (!(spec.find(name).orElseThrow() instanceof JsonArray list)
                || !list.items().stream().allMatch(JsonObject.class::isInstance)) {
            throw new IllegalArgumentException("needs a list of objects in field " + path);
        }
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static boolean isAbsent(JsonObject parent, String name) {
        return parent.find(name).orElse(JsonNull.INSTANCE) instanceof JsonNull;
    }

    /**
     * @param path of what has the metadata, with its dot; empty for the object itself
     */
    private static void checkTexts(JsonObject tree, String path) {
        for (String field : List.of("labels", "annotations")) {
            String named = path + "metadata." + field;
            JsonValue texts = tree.find("metadata", field).orElse(JsonNull.INSTANCE);
            if (texts instanceof JsonNull) {
                continue;
            }
            if (!(texts instanceof JsonObject object)) {
                throw new IllegalArgumentException(named + " is not an object");
            }
            for (JsonValue value : object.members().values()) {
                if (!(value instanceof JsonString) && !(value instanceof JsonNull)) {
                    throw new IllegalArgumentException(named + " holds a non-text");
                }
            }
        }
    }
}
