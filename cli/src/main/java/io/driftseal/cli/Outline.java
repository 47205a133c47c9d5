package io.driftseal.cli;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.io.PrintWriter;

/**
 * A tree for people to read: a line per value, indented. Control characters are shown as {@code ?},
 * because names and commands in it may be an attacker's, and a terminal obeys escape sequences.
 */
final class Outline {

    private final PrintWriter out;

    Outline(PrintWriter out) {
        this.out = out;
    }

    void print(JsonValue value) {
        switch (value) {
            case JsonObject object -> members(object, "");
            case JsonArray array -> items(array, "");
            default -> out.println(text(value));
        }
    }

    private void members(JsonObject object, String indent) {
        object.members().forEach((name, value) -> entry(indent, printable(name) + ":", value));
    }

    private void items(JsonArray array, String indent) {
        array.items().forEach(item -> entry(indent, "-", item));
    }

    private void entry(String indent, String label, JsonValue value) {
        switch (value) {
            case JsonObject object when !object.isEmpty() -> {
                out.println(indent + label);
                members(object, indent + "  ");
            }
            case JsonArray array when !array.items().isEmpty() -> {
                out.println(indent + label);
                items(array, indent + "  ");
            }
            default -> out.println(indent + label + " " + text(value));
        }
    }

    private static String text(JsonValue value) {
        return printable(value instanceof JsonString text ? text.value() : String.valueOf(value));
    }

    static String printable(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c ->
                        shown.appendCodePoint(
                                Character.isISOControl(c)
                                                || Character.getType(c) == Character.FORMAT
                                        ? '?'
                                        : c));
        return shown.toString();
    }
}
