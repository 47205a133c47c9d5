package io.driftseal.rego.builtin.encoding;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes one text of a YAML document in the plainest style that reads as the same text. */
final class YamlText {

    private static final Set<String> OLD_BOOLEANS =
            Set.of(
                    "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO",
                    "off", "Off", "OFF");
    private static final Pattern BASE_60 =
            Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
    private static final Pattern TIMESTAMP =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]+)?"
                            + "(?:Z|[-+][0-9]{2}:[0-9]{2}))| [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]+)?)?");
    private static final String FIRST_INDICATORS = "#,[]{}&*!|>'\"%@`";
    private static final String ESCAPED =
            "\u0000\u0007\b\t\n\u000b\f\r\u001b\"\\\u0085\u00a0\u2028\u2029";
    private static final String ESCAPES = "0abtnvfre\"\\N_LP";

    private final String text;
    private boolean indicators;
    private boolean special;
    private boolean tabs;
    private boolean breakSpace;
    private boolean spaceBreak;
    private boolean edgeSpace;
    private boolean trailingSpace;

    private YamlText(String text) {
        this.text = text;
        analyze();
    }

    /** Appends the text; lines of a block go two columns further in than {@code indent}. */
    static void write(StringBuilder out, String text, int indent, boolean key) {
        YamlText scalar = new YamlText(text);
        if (text.indexOf('\n') >= 0) {
            if (key || scalar.trailingSpace || scalar.spaceBreak || scalar.special) {
                doubleQuoted(out, text);
            } else {
                scalar.literal(out, out.isEmpty() ? 2 : indent + 2);
            }
            return;
        }
        boolean text0 =
                YamlScalar.resolve(text) instanceof String && !TIMESTAMP.matcher(text).matches();
        boolean merge = text.equals("<<");
        if (!text0 || merge || OLD_BOOLEANS.contains(text) || BASE_60.matcher(text).matches()) {
            doubleQuoted(out, text);
        } else if (!scalar.indicators && !scalar.edgeSpace && !scalar.tabs && !scalar.special) {
            out.append(text);
        } else if (scalar.breakSpace || scalar.spaceBreak || scalar.tabs || scalar.special) {
            doubleQuoted(out, text);
        } else {
            out.append('\'').append(text.replace("'", "''")).append('\'');
        }
    }

    private void analyze() {
        indicators = text.startsWith("---") || text.startsWith("...");
        boolean afterSpace = true;
        boolean previousSpace = false;
        boolean previousBreak = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean beforeSpace = next >= text.length() || isBlank(text.charAt(next));
            indicators |= indicator(c, i == 0, afterSpace, beforeSpace);
            tabs |= c == '\t';
            special |= c != '\t' && !isPrintable(c);
            boolean space = c == ' ';
            boolean lineBreak = isBreak(c);
            if (space || lineBreak) {
                edgeSpace |= i == 0 || next == text.length();
                trailingSpace |= space && next == text.length();
                breakSpace |= space && previousBreak;
                spaceBreak |= lineBreak && previousSpace;
            }
            previousSpace = space;
            previousBreak = lineBreak;
            afterSpace = isBlank(c) || lineBreak;
            i = next;
        }
    }

    private static boolean indicator(
            int c, boolean first, boolean afterSpace, boolean beforeSpace) {
        return switch (c) {
            case ':' -> beforeSpace;
            case '?', '-' -> first && beforeSpace;
            case '#' -> first || afterSpace;
            default -> first && FIRST_INDICATORS.indexOf(c) >= 0;
        };
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isBreak(int c) {
        return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /** For go-yaml, no character that takes more than three bytes is. */
    private static boolean isPrintable(int c) {
        return c == '\n'
                || (c >= 0x20 && c <= 0x7e)
                || (c >= 0xa0 && c <= 0xd7ff)
                || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
    }

    private void literal(StringBuilder out, int indent) {
        out.append('|');
        char first = text.charAt(0);
        if (first == ' ' || isBreak(first)) {
            out.append('2');
        }
        if (!isBreak(text.charAt(text.length() - 1))) {
            out.append('-');
        } else if (text.length() == 1 || isBreak(text.charAt(text.length() - 2))) {
            out.append('+');
        }
        out.append('\n');
        boolean lineStart = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (lineStart && !isBreak(c)) {
                out.repeat(" ", indent);
            }
            out.append(c);
            lineStart = isBreak(c);
        }
    }

    private static void doubleQuoted(StringBuilder out, String text) {
        out.append('"');
        text.codePoints().forEach(c -> doubleQuoted(out, c));
        out.append('"');
    }

    private static void doubleQuoted(StringBuilder out, int c) {
        int escape = ESCAPED.indexOf(c);
        if (escape >= 0 && (c != 0xa0)) {
            out.append('\\').append(ESCAPES.charAt(escape));
        } else if (isPrintable(c)) {
            out.appendCodePoint(c);
        } else if (c <= 0xff) {
            out.append(String.format(Locale.ROOT, "\\x%02X", c));
        } else {
            out.append(String.format(Locale.ROOT, c <= 0xffff ? "\\u%04X" : "\\U%08X", c));
        }
    }
}
