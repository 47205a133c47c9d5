package io.driftseal.rego.builtin.time;

import io.driftseal.rego.builtin.BuiltinException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them ({@code "1h30m"}), with the days, weeks and years that OPA adds. */
final class GoDuration {

    private static final Map<String, Long> NANOSECONDS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "µs", 1_000L,
                    "μs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);

    private static final Map<String, Integer> HOURS = Map.of("d", 24, "w", 7 * 24, "y", 365 * 24);

    private static final Pattern SEGMENT = Pattern.compile("([0-9.]+)(ms|us|µs|ns|[a-z])");

    /** 2^63: what the size of a duration may not pass. */
    private static final double LIMIT = 0x1p63;

    private GoDuration() {}

    /**
     * The duration in nanoseconds.
     *
     * @throws BuiltinException with Go's message where the text is no duration or too long a one
     */
    static long parse(String text) {
        if (text.isEmpty()) {
            throw invalid("invalid duration", text);
        }
        boolean extended = text.chars().anyMatch(c -> c == 'd' || c == 'w' || c == 'y');
        if (!extended) {
            return parsePlain(text, text);
        }
        return parsePlain(inHours(text), text);
    }

    private static String inHours(String text) {
        StringBuilder rewritten = new StringBuilder();
        int at = 0;
        if (text.charAt(0) == '-' || text.charAt(0) == '+') {
            rewritten.append(text.charAt(0));
            at = 1;
        }
        Matcher segment = SEGMENT.matcher(text);
        List<String> segments = new ArrayList<>();
        while (at < text.length()) {
            if (!segment.region(at, text.length()).lookingAt()) {
                throw invalid("invalid duration", text);
            }
            segments.add(hours(segment.group(1), segment.group(2), text));
            at = segment.end();
        }
        if (segments.isEmpty()) {
            throw invalid("invalid duration", text);
        }
        segments.forEach(rewritten::append);
        return rewritten.toString();
    }

    private static String hours(String digits, String unit, String text) {
        Integer hours = HOURS.get(unit);
        if (hours == null) {
            return digits + unit;
        }
        try {
            double value = Double.parseDouble(digits) * hours;
            return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString() + "h";
        } catch (NumberFormatException malformed) {
            throw invalid("invalid duration", text);
        }
    }

    private static long parsePlain(String text, String original) {
        boolean negative = text.startsWith("-");
        int at = negative || text.startsWith("+") ? 1 : 0;
        String rest = text.substring(at);
        if (rest.equals("0")) {
            return 0;
        }
        if (rest.isEmpty()) {
            throw invalid("invalid duration", original);
        }
        // Sizes up to 2^63 fit an unsigned 64-bit number: compared as such, the top bit is not a
        // sign.
        long total = 0;
        Cursor cursor = new Cursor(rest, original);
        while (!cursor.done()) {
            total += cursor.next();
            if (Long.compareUnsigned(total, Long.MIN_VALUE) > 0) {
                throw invalid("invalid duration", original);
            }
        }
        if (negative) {
            return -total;
        }
        if (total < 0) {
            throw invalid("invalid duration", original);
        }
        return total;
    }

    private static BuiltinException invalid(String message, String text) {
        return BuiltinException.of("time: " + message + " " + GoTimeText.quote(text));
    }

    /** Reads one "number unit" after another. */
    private static final class Cursor {
        private final String text;
        private final String original;
        private int at;

        Cursor(String text, String original) {
            this.text = text;
            this.original = original;
        }

        boolean done() {
            return at == text.length();
        }

        /** The nanoseconds of the next segment, unsigned. */
        long next() {
            int start = at;
            long whole = wholeNumber();
            boolean before = at > start;
            double fraction = 0;
            boolean after = false;
            if (!done() && text.charAt(at) == '.') {
                at++;
                int from = at;
                fraction = fraction();
                after = at > from;
            }
            if (!before && !after) {
                throw invalid("invalid duration", original);
            }
            long unit = unit();
            if (Long.compareUnsigned(whole, Long.divideUnsigned(Long.MIN_VALUE, unit)) > 0) {
                throw invalid("invalid duration", original);
            }
            long nanoseconds = whole * unit + (long) (fraction * unit);
            if (Long.compareUnsigned(nanoseconds, Long.MIN_VALUE) > 0) {
                throw invalid("invalid duration", original);
            }
            return nanoseconds;
        }

        private long wholeNumber() {
            long number = 0;
            while (!done() && digit()) {
                double next = (double) number * 10;
                if (next > LIMIT) {
                    throw invalid("invalid duration", original);
                }
                number = number * 10 + (text.charAt(at) - '0');
                if (Long.compareUnsigned(number, Long.MIN_VALUE) > 0) {
                    throw invalid("invalid duration", original);
                }
                at++;
            }
            return number;
        }

        private double fraction() {
            long number = 0;
            double scale = 1;
            while (!done() && digit()) {
                if (number <= Long.MAX_VALUE / 10 - 1) {
                    number = number * 10 + (text.charAt(at) - '0');
                    scale *= 10;
                }
                at++;
            }
            return number / scale;
        }

        private long unit() {
            int from = at;
            while (!done() && text.charAt(at) != '.' && !digit()) {
                at++;
            }
            if (at == from) {
                throw invalid("missing unit in duration", original);
            }
            String unit = text.substring(from, at);
            Long nanoseconds = NANOSECONDS.get(unit);
            if (nanoseconds == null) {
                throw invalid("unknown unit " + GoTimeText.quote(unit) + " in duration", original);
            }
            return nanoseconds;
        }

        private boolean digit() {
            return text.charAt(at) >= '0' && text.charAt(at) <= '9';
        }
    }
}
