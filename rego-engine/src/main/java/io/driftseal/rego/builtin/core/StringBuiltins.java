package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Searching, splitting, joining and formatting strings; positions count characters. */
public final class StringBuiltins implements BuiltinFamily {

    private static final long ITEM_BYTES = 64;

    @Override
    public Map<String, Builtin> builtins() {
        return Map.ofEntries(
                Map.entry("concat", StringBuiltins::concat),
                Map.entry("contains", (_, a) -> test(a, String::contains)),
                Map.entry("startswith", (_, a) -> test(a, String::startsWith)),
                Map.entry("endswith", (_, a) -> test(a, String::endsWith)),
                Map.entry("indexof", StringBuiltins::indexOf),
                Map.entry("indexof_n", StringBuiltins::allIndicesOf),
                Map.entry("lower", (_, a) -> Operand.regoString(a, 1).lowerCase()),
                Map.entry("upper", (_, a) -> Operand.regoString(a, 1).upperCase()),
                Map.entry("split", StringBuiltins::split),
                Map.entry("strings.split_n", StringBuiltins::splitN),
                Map.entry("sprintf", StringBuiltins::sprintf),
                Map.entry("strings.count", (_, a) -> count(a)),
                Map.entry("strings.reverse", (_, a) -> reverse(Operand.string(a, 1))),
                Map.entry("strings.any_prefix_match", (c, a) -> any(c, a, String::startsWith)),
                Map.entry("strings.any_suffix_match", (c, a) -> any(c, a, String::endsWith)),
                Map.entry("substring", (_, a) -> substring(a)));
    }

    private static RegoValue test(RegoValue[] arguments, BiPredicate<String, String> predicate) {
        String text = Operand.string(arguments, 1);
        return RegoBoolean.of(predicate.test(text, Operand.string(arguments, 2)));
    }

    private static RegoValue concat(BuiltinContext context, RegoValue[] arguments) {
        String separator = Operand.string(arguments, 1);
        List<RegoValue> items =
                switch (arguments[1]) {
                    case RegoArray array -> array.items();
                    case RegoSet set -> set.toList();
                    default -> throw BuiltinException.type(2, arguments[1], "set", "array");
                };
        var out = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof RegoString item)) {
                throw BuiltinException.element(2, arguments[1], items.get(i), "string");
            }
            if (i > 0) {
                out.append(separator);
            }
            context.allocate(2L * (separator.length() + item.text().length()));
            context.step(1);
            out.append(item.text());
        }
        return RegoString.of(out.toString());
    }

    private static String search(RegoValue[] arguments) {
        String search = Operand.string(arguments, 2);
        if (search.isEmpty()) {
            throw BuiltinException.of("empty search character");
        }
        return search;
    }

    private static RegoValue indexOf(BuiltinContext context, RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        String search = search(arguments);
        context.step(1 + (long) text.length() * Math.min(search.length(), 64) / 1_024);
        int found = text.indexOf(search);
        return RegoNumber.of(found < 0 ? -1 : text.codePointCount(0, found));
    }

    private static RegoValue allIndicesOf(BuiltinContext context, RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        String search = search(arguments);
        List<RegoValue> found = new ArrayList<>();
        int runes = 0;
        int counted = 0;
        for (int at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + 1)) {
            context.step(1);
            context.allocate(ITEM_BYTES);
            runes += text.codePointCount(counted, at);
            counted = at;
            found.add(RegoNumber.of(runes));
        }
        return RegoArray.copyOf(found);
    }

    private static RegoValue split(BuiltinContext context, RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        return strings(parts(context, text, Operand.string(arguments, 2), Integer.MAX_VALUE));
    }

    private static RegoValue splitN(BuiltinContext context, RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        String separator = Operand.string(arguments, 2);
        long count = Operand.integer(arguments, 3);
        if (count >= 0) {
            int limit = (int) Math.min(count + 1, Integer.MAX_VALUE);
            List<String> parts =
                    parts(context, text, separator, limit <= 0 ? Integer.MAX_VALUE : limit);
            return strings(parts.subList(0, (int) Math.min(count, parts.size())));
        }
        List<String> parts = parts(context, text, separator, Integer.MAX_VALUE);
        return strings(parts.subList((int) Math.max(parts.size() + count, 0), parts.size()));
    }

    /**
     * At most {@code limit} parts, the last with the rest; an empty separator splits characters.
     */
    private static List<String> parts(
            BuiltinContext context, String text, String separator, int limit) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (parts.size() < limit - 1) {
            int end;
            if (separator.isEmpty()) {
                end = start < text.length() ? text.offsetByCodePoints(start, 1) : -1;
                end = end == text.length() ? -1 : end;
            } else {
                end = text.indexOf(separator, start);
            }
            if (end < 0) {
                break;
            }
            context.step(1);
            context.allocate(ITEM_BYTES);
            parts.add(text.substring(start, end));
            start = end + separator.length();
        }
        if (!separator.isEmpty() || !text.isEmpty()) {
            parts.add(text.substring(start));
        }
        return parts;
    }

    private static RegoValue strings(List<String> parts) {
        return RegoArray.copyOf(parts.stream().map(RegoString::of).toList());
    }

    private static RegoValue sprintf(BuiltinContext context, RegoValue[] arguments) {
        String format = Operand.string(arguments, 1);
        return RegoString.of(GoFormat.format(context, format, Operand.array(arguments, 2)));
    }

    private static RegoValue count(RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        String search = Operand.string(arguments, 2);
        if (search.isEmpty()) {
            return RegoNumber.of(text.codePointCount(0, text.length()) + 1L);
        }
        int count = 0;
        for (int at = text.indexOf(search);
                at >= 0;
                at = text.indexOf(search, at + search.length())) {
            count++;
        }
        return RegoNumber.of(count);
    }

    private static RegoValue reverse(String text) {
        var out = new StringBuilder(text.length());
        for (int at = text.length(); at > 0; ) {
            int codePoint = text.codePointBefore(at);
            at -= Character.charCount(codePoint);
            out.appendCodePoint(codePoint);
        }
        return RegoString.of(out.toString());
    }

    private static RegoValue any(
            BuiltinContext context, RegoValue[] arguments, BiPredicate<String, String> predicate) {
        List<String> texts = oneOrMany(arguments, 1);
        List<String> affixes = oneOrMany(arguments, 2);
        for (String text : texts) {
            context.step(affixes.size());
            for (String affix : affixes) {
                if (predicate.test(text, affix)) {
                    return RegoBoolean.TRUE;
                }
            }
        }
        return RegoBoolean.FALSE;
    }

    private static List<String> oneOrMany(RegoValue[] arguments, int position) {
        return switch (arguments[position - 1]) {
            case RegoString string -> List.of(string.text());
            case RegoArray _, RegoSet _ -> Operand.strings(arguments, position);
            case RegoValue other ->
                    throw BuiltinException.type(position, other, "string", "set", "array");
        };
    }

    private static RegoValue substring(RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        long offset = Operand.integer(arguments, 2);
        long length = Operand.integer(arguments, 3);
        if (offset < 0) {
            throw BuiltinException.of("negative offset");
        }
        int runes = text.codePointCount(0, text.length());
        if (offset >= runes) {
            return RegoString.EMPTY;
        }
        int start = text.offsetByCodePoints(0, (int) offset);
        long kept = length < 0 ? runes - offset : Math.min(length, runes - offset);
        return RegoString.of(text.substring(start, text.offsetByCodePoints(start, (int) kept)));
    }
}
