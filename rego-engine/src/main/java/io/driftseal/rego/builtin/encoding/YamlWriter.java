package io.driftseal.rego.builtin.encoding;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes values as YAML in the block style of the library that OPA uses. */
final class YamlWriter {

    private static final int INDENT = 2;

    /** A longer key is written with a question mark in front. */
    private static final int MAXIMUM_SIMPLE_KEY = 128;

    private final BuiltinContext context;
    private final StringBuilder out = new StringBuilder();

    YamlWriter(BuiltinContext context) {
        this.context = context;
    }

    /** The document. */
    String document(RegoValue value) {
        write(value, -INDENT, false);
        if (out.isEmpty() || out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
        return out.toString();
    }

    /**
     * The value after what introduced it; {@code inline}: its first line goes on the current one.
     */
    private void write(RegoValue value, int indent, boolean inline) {
        context.step(1);
        int before = out.length();
        switch (value) {
            case RegoArray array -> sequence(array.items(), indent, inline);
            case RegoSet set -> sequence(set.toList(), indent, inline);
            case RegoObject object -> mapping(object, indent, inline);
            case RegoString text -> {
                gap(indent);
                YamlText.write(out, whole(text.text()), Math.max(indent, 0), false);
            }
            case RegoNumber number -> {
                gap(indent);
                out.append(number(number));
            }
            case RegoBoolean truth -> {
                gap(indent);
                out.append(truth);
            }
            case RegoNull none -> {
                gap(indent);
                out.append("null");
            }
        }
        context.allocate(2L * (out.length() - before));
    }

    private void gap(int indent) {
        boolean introduced = indent >= 0 && !out.isEmpty();
        if (introduced
                && out.charAt(out.length() - 1) != ' '
                && out.charAt(out.length() - 1) != '\n') {
            out.append(' ');
        }
    }

    private void line(int indent, boolean first, boolean inline) {
        if (first && inline) {
            return;
        }
        if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
        out.repeat(" ", indent);
    }

    private void sequence(List<RegoValue> items, int indent, boolean inline) {
        if (items.isEmpty()) {
            gap(indent);
            out.append("[]");
            return;
        }
        int inner = indent + INDENT;
        for (int i = 0; i < items.size(); i++) {
            line(inner, i == 0, inline);
            out.append("- ");
            write(items.get(i), inner, true);
        }
    }

    private void mapping(RegoObject object, int indent, boolean inline) {
        if (object.isEmpty()) {
            gap(indent);
            out.append("{}");
            return;
        }
        Map<String, RegoValue> pairs = new TreeMap<>(YamlKeyOrder.NATURAL);
        object.forEach((key, item) -> pairs.put(key(key), item));
        int inner = indent + INDENT;
        boolean first = true;
        for (Map.Entry<String, RegoValue> pair : pairs.entrySet()) {
            line(inner, first, inline);
            first = false;
            String key = pair.getKey();
            boolean simple =
                    key.indexOf('\n') < 0 && RegoString.of(key).utf8().length <= MAXIMUM_SIMPLE_KEY;
            if (simple) {
                YamlText.write(out, key, inner, true);
                out.append(':');
                write(pair.getValue(), inner, false);
            } else {
                out.append("? ");
                YamlText.write(out, key, inner, false);
                line(inner, false, false);
                out.append(": ");
                write(pair.getValue(), inner, true);
            }
        }
    }

    private static String key(RegoValue key) {
        return whole(key instanceof RegoString text ? text.text() : key.toString());
    }

    /** OPA writes JSON first, which has a U+FFFD for each byte that is no part of a character. */
    private static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    /** A whole number that is written with a point or an exponent is none to the library. */
    private static String number(RegoNumber number) {
        return switch (YamlScalar.resolve(number.literal())) {
            case BigInteger integer -> integer.toString();
            case Double real -> GoJsonNumber.formatGeneral(real);
            case null, default -> number.literal();
        };
    }
}
