package io.driftseal.kubernetes.fabric8;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.UnreadableObject;
import io.driftseal.kubernetes.WatchEvent;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonSkim;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What can be told of an answer that is not read as a whole. The API server holds custom objects
 * deeper than we read, and numbers with an exponent that no text of ours has: one of them must not
 * hide the others of its type, nor itself.
 */
final class Skimmed {

    private static final List<String> METADATA = List.of("metadata");
    private static final List<String> VERSION = List.of("metadata", "resourceVersion");
    private static final List<String> CONTINUE = List.of("metadata", "continue");
    private static final List<String> TYPE = List.of("type");
    private static final List<String> OBJECT = List.of("object", "metadata");

    private Skimmed() {}

    /**
     * A page, object by object.
     *
     * @param typed adds what items of lists are without
     */
    static ObjectPage page(ResourceType type, byte[] list, UnaryOperator<JsonObject> typed) {
        try {
            List<JsonObject> items = new ArrayList<>();
            List<UnreadableObject> unreadable = new ArrayList<>();
            for (JsonSkim.Span span : JsonSkim.items(list, "items")) {
                byte[] item = Arrays.copyOfRange(list, span.from(), span.to());
                try {
                    items.add(typed.apply(JsonReader.readObject(item, Transport.OBJECT)));
                } catch (MalformedJsonException e) {
                    unreadable.add(object(item, METADATA, e));
                }
            }
            Map<List<String>, String> texts = JsonSkim.texts(list, List.of(VERSION, CONTINUE));
            if (!texts.containsKey(VERSION)) {
                throw new KubernetesApiException.Unreadable(
                        "a list of " + type.plural() + " without a resourceVersion", null);
            }
            return new ObjectPage(
                    items, unreadable, texts.get(VERSION), texts.getOrDefault(CONTINUE, ""));
        } catch (MalformedJsonException e) {
            throw new KubernetesApiException.Unreadable(
                    "the API server's answer cannot be read: " + e.getMessage(), e);
        }
    }

    /** A change of an object that cannot be read; empty for anything else. */
    static Optional<WatchEvent> event(byte[] line, MalformedJsonException why) {
        try {
            UnreadableObject object = object(line, OBJECT, why);
            if (object.resourceVersion().isEmpty()) {
                return Optional.empty();
            }
            return switch (JsonSkim.texts(line, List.of(TYPE)).getOrDefault(TYPE, "")) {
                case "ADDED", "MODIFIED" -> Optional.of(new WatchEvent.Unreadable(object));
                case "DELETED" -> Optional.of(new WatchEvent.UnreadableDeleted(object));
                default -> Optional.empty();
            };
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    private static UnreadableObject object(
            byte[] document, List<String> metadata, MalformedJsonException why)
            throws MalformedJsonException {
        List<String> names = List.of("namespace", "name", "uid", "resourceVersion");
        List<List<String>> paths =
                names.stream()
                        .map(name -> Stream.concat(metadata.stream(), Stream.of(name)).toList())
                        .toList();
        Map<List<String>, String> texts = JsonSkim.texts(document, paths);
        return new UnreadableObject(
                texts.getOrDefault(paths.get(0), ""),
                texts.getOrDefault(paths.get(1), ""),
                texts.getOrDefault(paths.get(2), ""),
                texts.getOrDefault(paths.get(3), ""),
                why.problem());
    }
}
