package io.driftseal.rego.value;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Pairs of keys and values; a key may be any value. Walked in OPA's order of keys. */
public final class RegoObject implements RegoValue {

    public static final RegoObject EMPTY = new RegoObject(new Entries(0, true));

    private final Entries entries;
    private int hash;

    private RegoObject(Entries entries) {
        this.entries = entries;
    }

    Entries entries() {
        return entries;
    }

    /** An empty one that {@link Construction} fills. */
    static RegoObject growing(int capacity) {
        return new RegoObject(new Entries(capacity, true));
    }

    void insert(RegoValue key, RegoValue value) {
        entries.put(key, value);
        hash = 0;
    }

    void insertNew(RegoValue key, RegoValue value) {
        entries.putNew(key, value);
        hash = 0;
    }

    public static Builder builder() {
        return new Builder(new Entries(4, true));
    }

    /** A builder that begins with what this object has. */
    public Builder toBuilder() {
        return new Builder(entries.copy());
    }

    public int size() {
        return entries.size();
    }

    public boolean isEmpty() {
        return entries.size() == 0;
    }

    /** The value under {@code key}, or null if there is none. */
    public @Nullable RegoValue get(RegoValue key) {
        int at = entries.find(key);
        return at < 0 ? null : entries.value(at);
    }

    public @Nullable RegoValue get(String key) {
        return get(RegoString.of(key));
    }

    public boolean contains(RegoValue key) {
        return entries.find(key) >= 0;
    }

    /** The {@code position}th key in OPA's order, 0 to size - 1. */
    public RegoValue keyAt(int position) {
        return entries.key(entries.sorted(position));
    }

    /** The value under the {@code position}th key in OPA's order. */
    public RegoValue valueAt(int position) {
        return entries.value(entries.sorted(position));
    }

    /** Visits the pairs in OPA's order of keys. */
    public void forEach(BiConsumer<? super RegoValue, ? super RegoValue> visitor) {
        for (int i = 0; i < size(); i++) {
            visitor.accept(keyAt(i), valueAt(i));
        }
    }

    @Override
    public ValueType type() {
        return ValueType.OBJECT;
    }

    @Override
    public int depth() {
        return entries.depth();
    }

    @Override
    public int compareTo(RegoValue other) {
        return other instanceof RegoObject object
                ? entries.compareTo(object.entries)
                : type().compareTo(other.type());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof RegoObject object && entries.sameAs(object.entries));
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = entries.hash() * 31 + 5;
        }
        return hash;
    }

    @Override
    public void print(StringBuilder out) {
        out.append('{');
        for (int i = 0; i < size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            keyAt(i).print(out);
            out.append(": ");
            valueAt(i).print(out);
        }
        out.append('}');
    }

    @Override
    public String toString() {
        var out = new StringBuilder();
        print(out);
        return out.toString();
    }

    /** Collects pairs; the last value of a key stays. */
    public static final class Builder {

        private @Nullable Entries entries;

        private Builder(Entries entries) {
            this.entries = entries;
        }

        private Entries open() {
            if (entries == null) {
                throw new IllegalStateException("the object is built");
            }
            return entries;
        }

        public Builder put(RegoValue key, RegoValue value) {
            open().put(key, value);
            return this;
        }

        public Builder put(String key, RegoValue value) {
            return put(RegoString.of(key), value);
        }

        /** What was put under {@code key} so far, or null. */
        public @Nullable RegoValue get(RegoValue key) {
            int at = open().find(key);
            return at < 0 ? null : open().value(at);
        }

        /** Builds the object; the builder is of no use afterwards. */
        public RegoObject build() {
            var built = new RegoObject(open());
            entries = null;
            return built;
        }
    }
}
