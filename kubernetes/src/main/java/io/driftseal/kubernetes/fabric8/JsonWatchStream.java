package io.driftseal.kubernetes.fabric8;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.WatchEvent;
import io.driftseal.kubernetes.WatchStream;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.time.Duration;
import java.util.Optional;

/** Reads watch events, one JSON document a line. */
final class JsonWatchStream implements WatchStream {

    private final LineStream lines;

    JsonWatchStream(LineStream lines) {
        this.lines = lines;
    }

    @Override
    public Optional<WatchEvent> next(Duration idleLimit) throws InterruptedException {
        return lines.next(idleLimit).map(JsonWatchStream::event);
    }

    @Override
    public void close() {
        lines.close();
    }

    private static WatchEvent event(byte[] line) {
        JsonObject document;
        try {
            document = JsonReader.readObject(line, Transport.OBJECT);
        } catch (MalformedJsonException e) {
            return Skimmed.event(line, e)
                    .orElseThrow(() ->
                            new KubernetesApiException.Unreadable(
                                    "a watch event cannot be read: " + e.getMessage(), e));
        }
        JsonObject object = document.object("object");
        String type = document.string("type").orElse("");
        return switch (type) {
            case "ADDED" -> new WatchEvent.Added(versioned(object));
            case "MODIFIED" -> new WatchEvent.Modified(versioned(object));
            case "DELETED" -> new WatchEvent.Deleted(versioned(object));
            case "BOOKMARK" ->
                    new WatchEvent.Bookmark(
                            versioned(object).string("metadata", "resourceVersion").orElse(""));
            case "ERROR" ->
                    throw Transport.status(
                            object.number("code").map(n -> code(n.literal())).orElse(500),
                            object,
                            Optional.empty());
            default ->
                    throw new KubernetesApiException.Unreadable(
                            "a watch event of the unknown type '" + type + "'", null);
        };
    }

    /** Without a version the watch could not go on from here. */
    private static JsonObject versioned(JsonObject object) {
        if (object.string("metadata", "resourceVersion").isEmpty()) {
            throw new KubernetesApiException.Unreadable(
                    "a watch event without a resourceVersion", null);
        }
        return object;
    }

    private static int code(String literal) {
        try {
            return Integer.parseInt(literal);
        } catch (NumberFormatException e) {
            return 500;
        }
    }
}
