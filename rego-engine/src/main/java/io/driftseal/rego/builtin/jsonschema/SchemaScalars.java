package io.driftseal.rego.builtin.jsonschema;

import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a schema demands of a value without looking into it: numbers, counts, constants and formats.
 */
final class SchemaScalars {

    private SchemaScalars() {}

    private static @Nullable BigDecimal decimal(RegoObject schema, String key) {
        return schema.get(key) instanceof RegoNumber number ? number.decimal() : null;
    }

    static void atLeast(
            SchemaResult result,
            RegoObject schema,
            String key,
            int count,
            String path,
            String type,
            String start) {
        BigDecimal minimum = decimal(schema, key);
        if (minimum != null && minimum.compareTo(BigDecimal.valueOf(count)) > 0) {
            result.add(path, type, start + minimum.toBigInteger() + unit(key));
        }
    }

    static void atMost(
            SchemaResult result,
            RegoObject schema,
            String key,
            int count,
            String path,
            String type,
            String start) {
        BigDecimal maximum = decimal(schema, key);
        if (maximum != null && maximum.compareTo(BigDecimal.valueOf(count)) < 0) {
            result.add(path, type, start + maximum.toBigInteger() + unit(key));
        }
    }

    private static String unit(String key) {
        return key.endsWith("Items") ? " items" : key.endsWith("Properties") ? " properties" : "";
    }

    static void common(SchemaResult result, RegoObject schema, RegoValue value, String path) {
        String field = path.isEmpty() ? "(Root)" : path;
        RegoValue constant = schema.get("const");
        if (constant != null && !constant.equals(value)) {
            result.add(path, "const", field + " does not match: " + RegoJsonWriter.write(constant));
        }
        if (schema.get("enum") instanceof RegoArray allowed && !allowed.items().contains(value)) {
            List<String> texts = allowed.items().stream().map(RegoJsonWriter::write).toList();
            result.add(
                    path,
                    "enum",
                    field + " must be one of the following: " + String.join(", ", texts));
        }
        if (schema.get("format") instanceof RegoString format
                && value instanceof RegoString text
                && !SchemaFormats.matches(format.text(), text.text())) {
            result.add(path, "format", "Does not match format '" + format.text() + "'");
        }
        result.passed();
    }

    private static String plain(BigDecimal number) {
        return RegoNumber.of(number.doubleValue()).literal();
    }

    static void number(SchemaResult result, RegoObject schema, RegoNumber value, String path) {
        BigDecimal number = value.decimal();
        BigDecimal multiple = decimal(schema, "multipleOf");
        if (multiple != null && number.remainder(multiple).signum() != 0) {
            result.add(path, "multiple_of", "Must be a multiple of " + plain(multiple));
        }
        boolean below = RegoBoolean.TRUE.equals(schema.get("exclusiveMaximum"));
        boolean above = RegoBoolean.TRUE.equals(schema.get("exclusiveMinimum"));
        BigDecimal maximum = decimal(schema, "maximum");
        BigDecimal minimum = decimal(schema, "minimum");
        BigDecimal lessThan = below ? maximum : decimal(schema, "exclusiveMaximum");
        BigDecimal greaterThan = above ? minimum : decimal(schema, "exclusiveMinimum");
        if (maximum != null && !below && number.compareTo(maximum) > 0) {
            result.add(path, "number_lte", "Must be less than or equal to " + plain(maximum));
        }
        if (lessThan != null && number.compareTo(lessThan) >= 0) {
            result.add(path, "number_lt", "Must be less than " + plain(lessThan));
        }
        if (minimum != null && !above && number.compareTo(minimum) < 0) {
            result.add(path, "number_gte", "Must be greater than or equal to " + plain(minimum));
        }
        if (greaterThan != null && number.compareTo(greaterThan) <= 0) {
            result.add(path, "number_gt", "Must be greater than " + plain(greaterThan));
        }
        result.passed();
    }
}
