package io.driftseal.rego.json;

import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Values as Go's encoder writes them: no white space, keys sorted, sets as sorted arrays, a key
 * that is no string as its JSON, {@code <}, {@code >} and {@code &} escaped.
 */
public final class RegoJsonWriter {

    private static final String DIGITS = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();

    private RegoJsonWriter() {}

    /**
     * Writes a value.
     *
     * @throws UnwritableNumberException where a number in it was made of a text that is none in
     *     JSON
     */
    public static String write(RegoValue value) {
        var writer = new RegoJsonWriter();
        writer.value(value);
        return writer.out.toString();
    }

    public static byte[] writeBytes(RegoValue value) {
        return write(value).getBytes(StandardCharsets.UTF_8);
    }

    private void value(RegoValue value) {
        switch (value) {
            case RegoNull _ -> out.append("null");
            case RegoBoolean bool -> out.append(bool.value());
            case RegoNumber number -> number(number);
            case RegoString string -> text(string.text());
            case RegoArray array -> items(array.items());
            case RegoSet set -> items(set.toList());
            case RegoObject object -> members(object);
        }
    }

    private void number(RegoNumber number) {
        if (!number.isJson()) {
            throw new UnwritableNumberException();
        }
        out.append(number.literal());
    }

    private void items(List<RegoValue> items) {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            value(items.get(i));
        }
        out.append(']');
    }

    private record Member(RegoString name, RegoValue value) {}

    private void members(RegoObject object) {
        List<Member> members = new ArrayList<>(object.size());
        boolean[] sorted = {true};
        object.forEach((key, value) -> {
            sorted[0] &= key instanceof RegoString;
            members.add(new Member(name(key), value));
        });
        if (!sorted[0]) {
            members.sort(Comparator.comparing(Member::name));
        }
        out.append('{');
        for (int i = 0; i < members.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            text(members.get(i).name().text());
            out.append(':');
            value(members.get(i).value());
        }
        out.append('}');
    }

    /** What stands for a key in JSON, which has strings only. */
    public static RegoString name(RegoValue key) {
        return key instanceof RegoString string ? string : RegoString.of(write(key));
    }

    private void text(String text) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                continue;
            }
            out.append(text, plain, i);
            if (Character.isSurrogate(c) && isPaired(text, i)) {
                out.append(c);
            } else {
                escape(c);
            }
            plain = i + 1;
        }
        out.append(text, plain, text.length()).append('"');
    }

    private static boolean isPlain(char c) {
        return c >= ' '
                && c != '"'
                && c != '\\'
                && c != '<'
                && c != '>'
                && c != '&'
                && c != '\u2028'
                && c != '\u2029'
                && !Character.isSurrogate(c);
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                // A byte that is no character, kept as half of a pair.
                int code = Character.isSurrogate(c) ? 0xFFFD : c;
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(DIGITS.charAt((code >> shift) & 0xF));
                }
            }
        }
    }
}
