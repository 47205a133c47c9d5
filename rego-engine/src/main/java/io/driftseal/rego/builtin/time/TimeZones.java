package io.driftseal.rego.builtin.time;

import io.driftseal.rego.builtin.BuiltinException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Time zones by the names of the IANA database. Names are a closed set, so the cache is bounded by
 * it.
 */
final class TimeZones {

    private static final Set<String> NAMES = ZoneId.getAvailableZoneIds();

    /** Names of the database that the JDK keeps as abbreviations of fixed offsets. */
    private static final Map<String, String> FIXED =
            Map.of("EST", "-05:00", "MST", "-07:00", "HST", "-10:00");

    private static final Map<String, ZoneId> CACHE = new ConcurrentHashMap<>();

    private TimeZones() {}

    /**
     * The zone of this name; {@code Local} is UTC.
     *
     * @throws BuiltinException where the database has none of this name
     */
    static ZoneId named(String name) {
        if (name.isEmpty() || name.equals("UTC") || name.equals("Local")) {
            return ZoneId.of("UTC");
        }
        ZoneId known = CACHE.get(name);
        if (known != null) {
            return known;
        }
        if (name.contains("..") || name.startsWith("/") || name.startsWith("\\")) {
            throw BuiltinException.of("time: invalid location name");
        }
        if (!NAMES.contains(name) && !FIXED.containsKey(name)) {
            throw BuiltinException.of("unknown time zone " + name);
        }
        ZoneId zone =
                NAMES.contains(name) ? ZoneId.of(name) : ZoneId.of(FIXED.getOrDefault(name, name));
        CACHE.put(name, zone);
        return zone;
    }
}
