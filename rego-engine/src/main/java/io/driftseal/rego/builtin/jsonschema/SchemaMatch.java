package io.driftseal.rego.builtin.jsonschema;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.text.Patterns;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds a document against a schema that was checked before. */
final class SchemaMatch {

    /** References within each other. */
    private static final int MAXIMUM_DEPTH = 500;

    private final BuiltinContext context;
    private final SchemaReferences references;
    private int depth;

    SchemaMatch(BuiltinContext context, SchemaReferences references) {
        this.context = context;
        this.references = references;
    }

    SchemaResult match(RegoValue schema, RegoValue value, String path) {
        SchemaResult result = new SchemaResult();
        depth++;
        if (depth > MAXIMUM_DEPTH) {
            throw BuiltinException.of(
                    "schemas within each other more than " + MAXIMUM_DEPTH + " times");
        }
        into(result, schema, value, path);
        depth--;
        return result;
    }

    private void into(SchemaResult result, RegoValue schema, RegoValue value, String path) {
        context.step(1);
        if (!(schema instanceof RegoObject object)) {
            if (schema.equals(RegoBoolean.FALSE)) {
                result.add(path, "false", "False always fails validation");
            }
            return;
        }
        RegoValue target = references.target(object);
        if (target != null) {
            result.merge(match(target, value, path));
            return;
        }
        if (!typed(result, object, value, path)) {
            return;
        }
        alternatives(result, object, value, path);
        switch (value) {
            case RegoObject members -> members(result, object, members, path);
            case RegoArray items -> items(result, object, items, path);
            default -> {}
        }
        if (value instanceof RegoNumber number) {
            SchemaScalars.number(result, object, number, path);
        }
        SchemaScalars.common(result, object, value, path);
        if (value instanceof RegoString text) {
            text(result, object, text, path);
        }
        if (value instanceof RegoObject members
                && object.get("properties") instanceof RegoObject properties) {
            properties.forEach((name, one) -> {
                RegoValue member = members.get(name);
                if (member != null) {
                    result.merge(match(one, member, below(path, name)));
                }
            });
        }
        result.passed();
    }

    private static String below(String path, RegoValue name) {
        String key = name instanceof RegoString text ? text.text() : name.toString();
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String typeOf(RegoValue value) {
        if (value instanceof RegoNumber number) {
            return number.integer() == null ? "number" : "integer";
        }
        return value.type().regoName();
    }

    private static boolean typed(
            SchemaResult result, RegoObject schema, RegoValue value, String path) {
        List<String> types = new ArrayList<>();
        switch (schema.get("type")) {
            case RegoString one -> types.add(one.text());
            case RegoArray array ->
                    array.items().forEach(one -> types.add(((RegoString) one).text()));
            case null, default -> {}
        }
        String type = typeOf(value);
        boolean fits =
                types.isEmpty()
                        || types.contains(type)
                        || (type.equals("integer") && types.contains("number"));
        if (!fits) {
            String expected =
                    types.size() == 1 ? types.getFirst() : "[" + String.join(",", types) + "]";
            result.add(
                    path,
                    "invalid_type",
                    "Invalid type. Expected: " + expected + ", given: " + type);
        }
        return fits;
    }

    private static List<RegoValue> list(RegoObject schema, String key) {
        return schema.get(key) instanceof RegoArray array ? array.items() : List.of();
    }

    private void alternatives(
            SchemaResult result, RegoObject schema, RegoValue value, String path) {
        anyOf(result, list(schema, "anyOf"), value, path);
        oneOf(result, list(schema, "oneOf"), value, path);
        boolean all = true;
        for (RegoValue one : list(schema, "allOf")) {
            SchemaResult single = match(one, value, path);
            all &= single.valid();
            result.merge(single);
        }
        if (!all) {
            result.add(path, "number_all_of", "Must validate all the schemas (allOf)");
        }
        RegoValue not = schema.get("not");
        if (not != null && match(not, value, path).valid()) {
            result.add(path, "number_not", "Must not validate the schema (not)");
        }
        dependencies(result, schema, value, path);
        conditions(result, schema, value, path);
        result.passed();
    }

    private void anyOf(SchemaResult result, List<RegoValue> schemas, RegoValue value, String path) {
        SchemaResult best = null;
        for (RegoValue one : schemas) {
            SchemaResult single = match(one, value, path);
            if (single.valid()) {
                return;
            }
            best = best == null || single.score() > best.score() ? single : best;
        }
        if (best != null) {
            result.add(path, "number_any_of", "Must validate at least one schema (anyOf)");
            result.merge(best);
        }
    }

    private void oneOf(SchemaResult result, List<RegoValue> schemas, RegoValue value, String path) {
        SchemaResult best = null;
        int valid = 0;
        for (RegoValue one : schemas) {
            SchemaResult single = match(one, value, path);
            if (single.valid()) {
                valid++;
            } else if (valid == 0 && (best == null || single.score() > best.score())) {
                best = single;
            }
        }
        if (!schemas.isEmpty() && valid != 1) {
            result.add(path, "number_one_of", "Must validate one and only one schema (oneOf)");
            if (valid == 0 && best != null) {
                result.merge(best);
            }
        }
    }

    private void dependencies(
            SchemaResult result, RegoObject schema, RegoValue value, String path) {
        if (!(value instanceof RegoObject members)
                || !(schema.get("dependencies") instanceof RegoObject dependencies)) {
            return;
        }
        dependencies.forEach((name, dependency) -> {
            if (!members.contains(name)) {
                return;
            }
            if (!(dependency instanceof RegoArray names)) {
                result.merge(match(dependency, value, path));
                return;
            }
            for (RegoValue wanted : names.items()) {
                if (!members.contains(wanted)) {
                    result.add(
                            path, "missing_dependency", "Has a dependency on " + below("", wanted));
                }
            }
        });
    }

    private void conditions(SchemaResult result, RegoObject schema, RegoValue value, String path) {
        RegoValue condition = schema.get("if");
        if (condition == null) {
            return;
        }
        boolean holds = match(condition, value, path).valid();
        RegoValue consequence = schema.get(holds ? "then" : "else");
        if (consequence == null) {
            return;
        }
        SchemaResult single = match(consequence, value, path);
        if (!single.valid()) {
            result.add(
                    path,
                    holds ? "condition_then" : "condition_else",
                    holds
                            ? "Must validate \"then\" as \"if\" was valid"
                            : "Must validate \"else\" as \"if\" was not valid");
            result.merge(single);
        }
    }

    private void items(SchemaResult result, RegoObject schema, RegoArray array, String path) {
        RegoValue items = schema.get("items");
        List<RegoValue> listed = items instanceof RegoArray list ? list.items() : List.of();
        RegoValue rest = items instanceof RegoArray ? schema.get("additionalItems") : items;
        if (rest instanceof RegoBoolean && !listed.isEmpty()) {
            if (rest.equals(RegoBoolean.FALSE) && array.size() > listed.size()) {
                result.add(
                        path, "array_no_additional_items", "No additional items allowed on array");
            }
            rest = null;
        }
        for (int i = 0; i < array.size(); i++) {
            RegoValue one = i < listed.size() ? listed.get(i) : rest;
            if (one != null) {
                result.merge(
                        match(one, array.get(i), below(path, RegoString.of(Integer.toString(i)))));
            }
        }
        SchemaScalars.atLeast(
                result,
                schema,
                "minItems",
                array.size(),
                path,
                "array_min_items",
                "Array must have at least ");
        SchemaScalars.atMost(
                result,
                schema,
                "maxItems",
                array.size(),
                path,
                "array_max_items",
                "Array must have at most ");
        if (RegoBoolean.TRUE.equals(schema.get("uniqueItems"))) {
            Map<RegoValue, Integer> seen = new HashMap<>();
            for (int j = 0; j < array.size(); j++) {
                Integer i = seen.put(array.get(j), j);
                if (i != null) {
                    result.add(path, "unique", "array items[" + i + "," + j + "] must be unique");
                }
            }
        }
        contains(result, schema, array, path);
        result.passed();
    }

    private void contains(SchemaResult result, RegoObject schema, RegoArray array, String path) {
        RegoValue contains = schema.get("contains");
        if (contains == null) {
            return;
        }
        SchemaResult best = null;
        for (int i = 0; i < array.size(); i++) {
            SchemaResult single =
                    match(contains, array.get(i), below(path, RegoString.of(Integer.toString(i))));
            if (single.valid()) {
                return;
            }
            best = best == null || single.score() > best.score() ? single : best;
        }
        result.add(path, "contains", "At least one of the items must match");
        if (best != null) {
            result.merge(best);
        }
    }

    private void members(SchemaResult result, RegoObject schema, RegoObject object, String path) {
        SchemaScalars.atLeast(
                result,
                schema,
                "minProperties",
                object.size(),
                path,
                "array_min_properties",
                "Must have at least ");
        SchemaScalars.atMost(
                result,
                schema,
                "maxProperties",
                object.size(),
                path,
                "array_max_properties",
                "Must have at most ");
        for (RegoValue required : list(schema, "required")) {
            if (object.contains(required)) {
                result.passed();
            } else {
                result.add(path, "required", below("", required) + " is required");
            }
        }
        RegoValue properties = schema.get("properties");
        RegoValue additional = schema.get("additionalProperties");
        RegoValue names = schema.get("propertyNames");
        object.forEach((name, member) -> {
            boolean known = properties instanceof RegoObject all && all.contains(name);
            boolean matched = patterns(result, schema, name, member, path);
            if (!known && !matched && RegoBoolean.FALSE.equals(additional)) {
                result.add(
                        path,
                        "additional_property_not_allowed",
                        "Additional property " + below("", name) + " is not allowed");
            } else if (!known && !matched && additional instanceof RegoObject) {
                result.merge(match(additional, member, below(path, name)));
            }
        });
        if (names != null) {
            object.forEach((name, member) -> {
                SchemaResult single = match(names, name, path);
                if (!single.valid()) {
                    result.add(
                            path,
                            "invalid_property_name",
                            "Property name of \"" + below("", name) + "\" does not match");
                    result.merge(single);
                }
            });
        }
        result.passed();
    }

    private boolean patterns(
            SchemaResult result, RegoObject schema, RegoValue name, RegoValue member, String path) {
        if (!(schema.get("patternProperties") instanceof RegoObject patterns)) {
            return false;
        }
        boolean matched = false;
        for (int i = 0; i < patterns.size(); i++) {
            if (Patterns.found(context, below("", patterns.keyAt(i)), below("", name))) {
                matched = true;
                result.merge(match(patterns.valueAt(i), member, below(path, name)));
            }
        }
        if (matched) {
            result.passed();
        }
        return matched;
    }

    private void text(SchemaResult result, RegoObject schema, RegoString text, String path) {
        int length = text.runeCount();
        SchemaScalars.atLeast(
                result,
                schema,
                "minLength",
                length,
                path,
                "string_gte",
                "String length must be greater than or equal to ");
        SchemaScalars.atMost(
                result,
                schema,
                "maxLength",
                length,
                path,
                "string_lte",
                "String length must be less than or equal to ");
        if (schema.get("pattern") instanceof RegoString pattern
                && !Patterns.found(context, pattern.text(), text.text())) {
            result.add(path, "pattern", "Does not match pattern '" + pattern.text() + "'");
        }
        result.passed();
    }
}
