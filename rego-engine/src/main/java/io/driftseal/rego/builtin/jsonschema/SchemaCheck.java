package io.driftseal.rego.builtin.jsonschema;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.text.Patterns;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a document is a schema. The first thing that it is not is said. */
final class SchemaCheck {

    static final List<String> TYPES =
            List.of("array", "boolean", "integer", "number", "null", "object", "string");

    private static final List<String> COUNTS =
            List.of(
                    "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "minProperties",
                    "maxProperties");

    private final SchemaReferences references;
    private final Set<RegoValue> checked = new HashSet<>();

    SchemaCheck(SchemaReferences references) {
        this.references = references;
    }

    void check(RegoValue value, String name) {
        if (value instanceof RegoBoolean) {
            return;
        }
        if (!(value instanceof RegoObject schema)) {
            throw BuiltinException.of(
                    name.isEmpty()
                            ? "schema is invalid"
                            : "Invalid type. Expected: Valid Schema, given: " + name);
        }
        if (!checked.add(schema)) {
            return;
        }
        RegoValue target = references.target(schema);
        if (target != null) {
            check(target, "$ref");
            return;
        }
        types(schema);
        objects(schema);
        items(schema);
        numbers(schema);
        alternatives(schema);
        texts(schema);
    }

    private static BuiltinException must(String key, String form) {
        return BuiltinException.of(key + " must be " + form);
    }

    private static void types(RegoObject schema) {
        List<RegoValue> types =
                switch (schema.get("type")) {
                    case null -> List.of();
                    case RegoString one -> List.of(one);
                    case RegoArray array -> array.items();
                    default ->
                            throw BuiltinException.of(
                                    "Invalid type. Expected: string/array of strings, given: type");
                };
        Set<String> seen = new HashSet<>();
        for (RegoValue type : types) {
            String name = type instanceof RegoString text ? text.text() : "";
            if (!TYPES.contains(name)) {
                throw BuiltinException.of(
                        "has a primitive type that is NOT VALID -- given: /"
                                + name
                                + "/ Expected valid values are:["
                                + String.join(" ", TYPES)
                                + "]");
            }
            if (!seen.add(name)) {
                throw BuiltinException.of(name + " type is duplicated");
            }
        }
    }

    private void objects(RegoObject schema) {
        for (String key : List.of("properties", "patternProperties", "definitions")) {
            RegoValue value = schema.get(key);
            if (value == null) {
                continue;
            }
            if (!(value instanceof RegoObject members)) {
                throw BuiltinException.of(
                        key.equals("properties")
                                ? "Properties must be of type object"
                                : "Invalid type. Expected: Valid Schema, given: " + key);
            }
            for (int i = 0; i < members.size(); i++) {
                boolean pattern = key.equals("patternProperties");
                if (pattern && !Patterns.isValid(text(members.keyAt(i)))) {
                    throw BuiltinException.of(
                            "Invalid regex pattern '" + text(members.keyAt(i)) + "'");
                }
                check(members.valueAt(i), key);
            }
        }
        RegoValue additional = schema.get("additionalProperties");
        if (additional != null
                && !(additional instanceof RegoObject || additional instanceof RegoBoolean)) {
            throw BuiltinException.of(
                    "Invalid type. Expected: boolean/Valid Schema, given: additionalProperties");
        }
        if (additional != null) {
            check(additional, "additionalProperties");
        }
        RegoValue required = schema.get("required");
        if (required != null && !(required instanceof RegoArray)) {
            throw must("required", "of an array");
        }
        if (required instanceof RegoArray array) {
            Set<RegoValue> seen = new HashSet<>();
            for (RegoValue name : array.items()) {
                if (!(name instanceof RegoString)) {
                    throw BuiltinException.of("required items must be string");
                }
                if (!seen.add(name)) {
                    throw BuiltinException.of("required items must be unique");
                }
            }
        }
    }

    private static String text(RegoValue value) {
        return value instanceof RegoString text ? text.text() : value.toString();
    }

    private void items(RegoObject schema) {
        RegoValue items = schema.get("items");
        switch (items) {
            case null -> {}
            case RegoArray array -> array.items().forEach(item -> check(item, "items"));
            case RegoObject object -> check(object, "items");
            case RegoBoolean truth -> {}
            default ->
                    throw BuiltinException.of(
                            "Invalid type. Expected: Valid Schema/Array Of Schemas, given: items");
        }
        RegoValue unique = schema.get("uniqueItems");
        if (unique != null && !(unique instanceof RegoBoolean)) {
            throw must("uniqueItems", "of a boolean");
        }
        for (String key : List.of("additionalItems", "contains", "propertyNames")) {
            RegoValue value = schema.get(key);
            if (value != null) {
                check(value, key);
            }
        }
    }

    private static void numbers(RegoObject schema) {
        for (String key : COUNTS) {
            RegoValue value = schema.get(key);
            BigInteger count = value instanceof RegoNumber number ? number.integer() : null;
            if (value != null && count == null) {
                throw must(key, "of an integer");
            }
            if (count != null && count.signum() < 0) {
                throw must(key, "greater than or equal to 0");
            }
        }
        for (String key : List.of("minimum", "maximum", "multipleOf")) {
            RegoValue value = schema.get(key);
            if (value != null && !(value instanceof RegoNumber)) {
                throw must(key, "of a Number");
            }
        }
        if (schema.get("multipleOf") instanceof RegoNumber number
                && number.decimal().signum() <= 0) {
            throw BuiltinException.of("multipleOf must be strictly greater than 0");
        }
        for (String key : List.of("exclusiveMinimum", "exclusiveMaximum")) {
            RegoValue value = schema.get(key);
            if (value != null && !(value instanceof RegoNumber || value instanceof RegoBoolean)) {
                throw BuiltinException.of("Invalid type. Expected: boolean/number, given: " + key);
            }
        }
    }

    private void alternatives(RegoObject schema) {
        for (String key : List.of("anyOf", "oneOf", "allOf")) {
            RegoValue value = schema.get(key);
            if (value == null) {
                continue;
            }
            if (!(value instanceof RegoArray array)) {
                throw must(key, "of an array");
            }
            array.items().forEach(one -> check(one, key));
        }
        for (String key : List.of("not", "if", "then", "else")) {
            RegoValue value = schema.get(key);
            if (value != null) {
                check(value, key);
            }
        }
        RegoValue allowed = schema.get("enum");
        if (allowed != null && !(allowed instanceof RegoArray)) {
            throw must("enum", "of an array");
        }
    }

    private static void texts(RegoObject schema) {
        RegoValue pattern = schema.get("pattern");
        if (pattern != null && !(pattern instanceof RegoString)) {
            throw must("pattern", "of a string");
        }
        if (pattern instanceof RegoString text && !Patterns.isValid(text.text())) {
            throw must("pattern", "a valid regex");
        }
        RegoValue format = schema.get("format");
        if (format != null && !(format instanceof RegoString)) {
            throw must("format", "of a string");
        }
    }
}
