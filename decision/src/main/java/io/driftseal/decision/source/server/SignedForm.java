package io.driftseal.decision.source.server;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a JSON document that OPA hashes when it signs a bundle: members in the order of
 * their names, no white space, numbers as they were written, texts as Go's encoder writes them
 * without escaping for HTML.
 */
final class SignedForm {

    private final StringBuilder text = new StringBuilder();

    private SignedForm() {}

    static byte[] of(JsonValue document) {
        var form = new SignedForm();
        form.add(document);
        return form.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void add(JsonValue value) {
        switch (value) {
            case JsonObject object -> add(object);
            case JsonArray array -> add(array);
            case JsonString string -> add(string.value());
            case JsonNumber number -> text.append(number.literal());
            case JsonBoolean truth -> text.append(truth.value());
            case JsonNull none -> text.append("null");
        }
    }

    private void add(JsonObject object) {
        List<String> names =
                object.members().keySet().stream().sorted(SignedForm::byBytes).toList();
        String before = "{";
        for (String name : names) {
            text.append(before);
            add(name);
            text.append(':');
            add(object.find(name).orElseThrow());
            before = ",";
        }
        text.append(names.isEmpty() ? "{}" : "}");
    }

    private void add(JsonArray array) {
        text.append('[');
        for (int i = 0; i < array.items().size(); i++) {
            text.append(i == 0 ? "" : ",");
            add(array.items().get(i));
        }
        text.append(']');
    }

    /** Go compares the bytes of UTF-8; Java's order of characters outside the BMP differs. */
    private static int byBytes(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private void add(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || c == '\u2028' || c == '\u2029') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
