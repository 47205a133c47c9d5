package io.driftseal.kubernetes.facts;

import io.driftseal.kubernetes.ReflectorListener;
import io.driftseal.workload.Fact;
import io.driftseal.workload.json.JsonObject;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The newest state of one type of facts, as its reflector tells it. Safe for many threads. */
final class FactStore implements ReflectorListener<JsonObject> {

    /** Above it nothing is known of the type: a part of the objects could permit too little. */
    static final int MAXIMUM_OBJECTS = 100_000;

    private final FactType type;
    private final int maximumObjects;
    private final ConcurrentNavigableMap<String, JsonObject> objects =
            new ConcurrentSkipListMap<>();
    private volatile boolean current;

    FactStore(FactType type, int maximumObjects) {
        this.type = type;
        this.maximumObjects = maximumObjects;
    }

    /** All objects whose key begins so: {@code namespace/}, {@code namespace/name}, or all. */
    Fact find(String prefix) {
        if (!current) {
            return new Fact.Unknown(type.resource().plural() + " are not listed yet");
        }
        if (objects.size() > maximumObjects) {
            return new Fact.Unknown(
                    "the cluster has more than " + maximumObjects + " " + type.resource().plural());
        }
        return prefix.isEmpty()
                ? new Fact.Known(List.copyOf(objects.values()))
                : new Fact.Known(
                        List.copyOf(objects.subMap(prefix, prefix + Character.MAX_VALUE).values()));
    }

    /** One object. */
    Fact findOne(String key) {
        if (find("\u0000") instanceof Fact.Unknown unknown) {
            return unknown;
        }
        JsonObject object = objects.get(key);
        return new Fact.Known(object == null ? List.of() : List.of(object));
    }

    static String key(String namespace, String name) {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    int size() {
        return objects.size();
    }

    @Override
    public void replaced(List<JsonObject> all) {
        var listed = new java.util.HashSet<String>();
        for (JsonObject object : all) {
            listed.add(key(object));
            upserted(object);
        }
        objects.keySet().retainAll(listed);
        current = true;
    }

    @Override
    public void upserted(JsonObject object) {
        objects.put(key(object), object);
    }

    @Override
    public void deleted(JsonObject object) {
        objects.remove(key(object));
    }

    @Override
    public void gap(String cause) {
        current = false;
    }

    private static String key(JsonObject object) {
        return key(
                object.string("metadata", "namespace").orElse(""),
                object.string("metadata", "name").orElse(""));
    }
}
