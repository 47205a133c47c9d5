package io.driftseal.rego.value;

/** The value {@code null}, which is not undefined. */
public final class RegoNull implements RegoValue {

    public static final RegoNull NULL = new RegoNull();

    private RegoNull() {}

    @Override
    public ValueType type() {
        return ValueType.NULL;
    }

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public int compareTo(RegoValue other) {
        return type().compareTo(other.type());
    }

    @Override
    public void print(StringBuilder out) {
        out.append("null");
    }

    @Override
    public String toString() {
        return "null";
    }
}
