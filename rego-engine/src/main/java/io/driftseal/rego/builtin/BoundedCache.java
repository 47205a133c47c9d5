package io.driftseal.rego.builtin;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps results of pure work, such as compiled patterns, up to a number. At the bound some entry
 * makes room: which one does not matter for what is answered. Safe for any number of threads; a hit
 * takes no lock.
 *
 * @param <K> what the result is a function of
 * @param <V> the result
 */
public final class BoundedCache<K, V> {

    private final ConcurrentHashMap<K, V> entries = new ConcurrentHashMap<>();
    private final int maximum;

    /**
     * A cache of at most {@code maximum} entries, and one more for each thread that adds at the
     * same time.
     */
    public BoundedCache(int maximum) {
        if (maximum < 1) {
            throw new IllegalArgumentException("a cache of " + maximum + " entries");
        }
        this.maximum = maximum;
    }

    /**
     * The result for this key, made where it is not kept; what {@code make} throws is thrown and
     * not kept.
     */
    public V get(K key, Function<? super K, ? extends V> make) {
        V known = entries.get(key);
        if (known != null) {
            return known;
        }
        V made = make.apply(key);
        if (entries.size() >= maximum) {
            Iterator<K> some = entries.keySet().iterator();
            if (some.hasNext()) {
                some.next();
                some.remove();
            }
        }
        entries.put(key, made);
        return made;
    }

    /** How many are kept. */
    public int size() {
        return entries.size();
    }
}
