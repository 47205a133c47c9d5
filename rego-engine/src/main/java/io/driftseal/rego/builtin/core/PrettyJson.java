package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoValue;

/** JSON on many lines, as Go's {@code json.MarshalIndent} lays it out. */
final class PrettyJson {

    private final BuiltinContext context;
    private final String json;
    private final String prefix;
    private final String indent;
    private final StringBuilder out = new StringBuilder();
    private int depth;

    private PrettyJson(BuiltinContext context, String json, String prefix, String indent) {
        this.context = context;
        this.json = json;
        this.prefix = prefix;
        this.indent = indent;
    }

    static String write(BuiltinContext context, RegoValue value, String prefix, String indent) {
        return new PrettyJson(context, RegoJsonWriter.write(value), prefix, indent).lay();
    }

    private String lay() {
        boolean inString = false;
        for (int at = 0; at < json.length(); at++) {
            char c = json.charAt(at);
            if (inString) {
                out.append(c);
                if (c == '\\') {
                    out.append(json.charAt(++at));
                }
                inString = c != '"';
                continue;
            }
            switch (c) {
                case '"' -> {
                    out.append(c);
                    inString = true;
                }
                case '{', '[' -> {
                    out.append(c);
                    char next = json.charAt(at + 1);
                    if (next == '}' || next == ']') {
                        out.append(next);
                        at++;
                    } else {
                        depth++;
                        line();
                    }
                }
                case '}', ']' -> {
                    depth--;
                    line();
                    out.append(c);
                }
                case ',' -> {
                    out.append(c);
                    line();
                }
                case ':' -> out.append(": ");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private void line() {
        int width = prefix.length() + indent.length() * depth;
        context.step(1 + width / 64);
        context.allocate(2L * width);
        out.append('\n').append(prefix).repeat(indent, depth);
    }
}
