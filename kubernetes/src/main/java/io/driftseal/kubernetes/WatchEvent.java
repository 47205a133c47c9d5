package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonObject;

/** What a watch delivers. */
public sealed interface WatchEvent {

    /** Where a watch can go on after this event. */
    String resourceVersion();

    record Added(JsonObject object) implements WatchEvent {
        @Override
        public String resourceVersion() {
            return versionOf(object);
        }
    }

    record Modified(JsonObject object) implements WatchEvent {
        @Override
        public String resourceVersion() {
            return versionOf(object);
        }
    }

    /** The object carries the state before its deletion and the resourceVersion of the deletion. */
    record Deleted(JsonObject object) implements WatchEvent {
        @Override
        public String resourceVersion() {
            return versionOf(object);
        }
    }

    /** An object was added or changed, and cannot be read. */
    record Unreadable(UnreadableObject object) implements WatchEvent {
        @Override
        public String resourceVersion() {
            return object.resourceVersion();
        }
    }

    /** An object that could not be read is gone. */
    record UnreadableDeleted(UnreadableObject object) implements WatchEvent {
        @Override
        public String resourceVersion() {
            return object.resourceVersion();
        }
    }

    /**
     * Nothing changed up to here: moves the place to resume, and shows that the stream is alive.
     */
    record Bookmark(String resourceVersion) implements WatchEvent {}

    private static String versionOf(JsonObject object) {
        return object.string("metadata", "resourceVersion").orElse("");
    }
}
