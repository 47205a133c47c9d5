package io.driftseal.rego.value;

/** {@code true} or {@code false}: two instances, so that {@code ==} compares them. */
public final class RegoBoolean implements RegoValue {

    public static final RegoBoolean TRUE = new RegoBoolean(true);
    public static final RegoBoolean FALSE = new RegoBoolean(false);

    private final boolean value;

    private RegoBoolean(boolean value) {
        this.value = value;
    }

    public static RegoBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    public boolean value() {
        return value;
    }

    @Override
    public ValueType type() {
        return ValueType.BOOLEAN;
    }

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public int compareTo(RegoValue other) {
        return other instanceof RegoBoolean bool
                ? Boolean.compare(value, bool.value)
                : type().compareTo(other.type());
    }

    @Override
    public void print(StringBuilder out) {
        out.append(value);
    }

    @Override
    public String toString() {
        return Boolean.toString(value);
    }
}
