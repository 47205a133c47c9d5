package io.driftseal.rego.value;

/** The kinds of values, declared in the order in which OPA sorts values of different kinds. */
public enum ValueType {
    NULL("null"),
    BOOLEAN("boolean"),
    NUMBER("number"),
    STRING("string"),
    ARRAY("array"),
    OBJECT("object"),
    SET("set");

    private final String regoName;

    ValueType(String regoName) {
        this.regoName = regoName;
    }

    /** What {@code type_name} answers and what error messages call it. */
    public String regoName() {
        return regoName;
    }
}
