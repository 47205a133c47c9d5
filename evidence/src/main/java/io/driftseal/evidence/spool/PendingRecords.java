package io.driftseal.evidence.spool;

import io.driftseal.evidence.spool.SegmentStore.Location;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What waits for its receiver, and where it is: by id, oldest first. Under the spool's lock. */
final class PendingRecords {

    private final SegmentStore store;
    private final SharedForce force;
    private final LinkedHashMap<String, Location> locations = new LinkedHashMap<>();

    /** Begins with what a process before left; a second copy of a record is given up. */
    PendingRecords(SegmentStore store, SharedForce force) throws IOException {
        this.store = store;
        this.force = force;
        for (Location location : store.recovered()) {
            if (locations.putIfAbsent(location.slot().id(), location) != null) {
                store.release(location);
            }
        }
    }

    boolean isEmpty() {
        return locations.isEmpty();
    }

    int size() {
        return locations.size();
    }

    boolean contains(String id) {
        return locations.containsKey(id);
    }

    boolean contains(Location location) {
        return location.equals(locations.get(location.slot().id()));
    }

    void add(Location location) {
        locations.put(location.slot().id(), location);
    }

    /** When the oldest happened. */
    Optional<Instant> oldestTime() {
        return isEmpty()
                ? Optional.empty()
                : Optional.of(locations.firstEntry().getValue().slot().time());
    }

    /**
     * @param maximumBytes of the records together; the first one comes whatever its size
     */
    List<Location> oldest(int maximumRecords, long maximumBytes) {
        var chosen = new ArrayList<Location>();
        long bytes = 0;
        for (Location location : locations.values()) {
            bytes += location.slot().length();
            if (chosen.size() == maximumRecords || (!chosen.isEmpty() && bytes > maximumBytes)) {
                break;
            }
            chosen.add(location);
        }
        return chosen;
    }

    /** It waits no longer; an id that is not here is ignored. */
    void release(String id) {
        Location location = locations.remove(id);
        if (location == null) {
            return;
        }
        force.awaitEnd();
        try {
            store.release(location);
        } catch (IOException e) {
            // The file stays and its records are delivered again after a restart, which is allowed.
            return;
        }
    }
}
