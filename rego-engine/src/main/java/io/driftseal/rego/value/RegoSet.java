package io.driftseal.rego.value;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values, each once. Walked and printed in OPA's order. */
public final class RegoSet implements RegoValue {

    public static final RegoSet EMPTY = new RegoSet(new Entries(0, false));

    private final Entries entries;
    private int hash;

    private RegoSet(Entries entries) {
        this.entries = entries;
    }

    /** An empty one that {@link Construction} fills. */
    static RegoSet growing() {
        return new RegoSet(new Entries(0, false));
    }

    void add(RegoValue element) {
        if (entries.put(element, null)) {
            hash = 0;
        }
    }

    public static RegoSet of(RegoValue... elements) {
        return copyOf(List.of(elements));
    }

    public static RegoSet copyOf(Iterable<? extends RegoValue> elements) {
        Builder builder = builder();
        for (RegoValue element : elements) {
            builder.add(element);
        }
        return builder.build();
    }

    public static Builder builder() {
        return new Builder(new Entries(4, false));
    }

    /** A builder that begins with what this set has. */
    public Builder toBuilder() {
        return new Builder(entries.copy());
    }

    public int size() {
        return entries.size();
    }

    public boolean isEmpty() {
        return entries.size() == 0;
    }

    public boolean contains(RegoValue element) {
        return entries.find(element) >= 0;
    }

    /** The element that is equal to {@code element}, or null: of 1 and 1.0 the one that is in. */
    public @Nullable RegoValue find(RegoValue element) {
        int at = entries.find(element);
        return at < 0 ? null : entries.key(at);
    }

    /** The {@code position}th element in OPA's order, 0 to size - 1. */
    public RegoValue elementAt(int position) {
        return entries.key(entries.sorted(position));
    }

    /** The elements in OPA's order, as a list of the caller's own. */
    public List<RegoValue> toList() {
        List<RegoValue> list = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            list.add(elementAt(i));
        }
        return list;
    }

    @Override
    public ValueType type() {
        return ValueType.SET;
    }

    @Override
    public int depth() {
        return entries.depth();
    }

    @Override
    public int compareTo(RegoValue other) {
        return other instanceof RegoSet set
                ? entries.compareTo(set.entries)
                : type().compareTo(other.type());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof RegoSet set && entries.sameAs(set.entries));
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = entries.hash() * 31 + 6;
        }
        return hash;
    }

    @Override
    public void print(StringBuilder out) {
        if (isEmpty()) {
            out.append("set()");
            return;
        }
        out.append('{');
        for (int i = 0; i < size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            elementAt(i).print(out);
        }
        out.append('}');
    }

    @Override
    public String toString() {
        var out = new StringBuilder();
        print(out);
        return out.toString();
    }

    /** Collects elements. */
    public static final class Builder {

        private @Nullable Entries entries;

        private Builder(Entries entries) {
            this.entries = entries;
        }

        public Builder add(RegoValue element) {
            if (entries == null) {
                throw new IllegalStateException("the set is built");
            }
            entries.put(element, null);
            return this;
        }

        /** Builds the set; the builder is of no use afterwards. */
        public RegoSet build() {
            if (entries == null) {
                throw new IllegalStateException("the set is built");
            }
            var built = new RegoSet(entries);
            entries = null;
            return built;
        }
    }
}
