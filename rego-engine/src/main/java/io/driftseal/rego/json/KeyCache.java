package io.driftseal.rego.json;

import io.driftseal.rego.value.RegoString;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keys of objects, shared by all documents: the same few hundred names come in every one, and a
 * plan's constant that is the same object as the key it looks for is found without comparing text.
 * Fixed in size; a name that meets another one in its place replaces it.
 */
public final class KeyCache {

    private static final int SLOTS = 4_096;
    private static final int LONGEST = 64;
    private static final AtomicReferenceArray<@Nullable RegoString> KEYS =
            new AtomicReferenceArray<>(SLOTS);

    private KeyCache() {}

    /** The string of this text, probably one that was made before. */
    public static RegoString key(String text) {
        if (text.length() > LONGEST) {
            return RegoString.of(text);
        }
        int hash = text.hashCode();
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        RegoString known = KEYS.getPlain(slot);
        if (known != null && known.text().equals(text)) {
            return known;
        }
        RegoString made = RegoString.of(text);
        KEYS.setPlain(slot, made);
        return made;
    }
}
