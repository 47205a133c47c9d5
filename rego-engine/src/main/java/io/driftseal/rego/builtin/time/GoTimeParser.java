package io.driftseal.rego.builtin.time;

import io.driftseal.rego.builtin.BuiltinException;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** Reads a moment by a layout of Go's time package; one instance per text. */
final class GoTimeParser {

    /** The text does not fit the field; which one is said where the reason is known. */
    private static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch() {
            super(null, null, false, false);
        }
    }

    private final GoLayout layout;
    private final String text;
    private final GoTimeFields fields = new GoTimeFields();
    private String rest;
    private String outOfRange = "";

    private GoTimeParser(GoLayout layout, String text) {
        this.layout = layout;
        this.text = text;
        this.rest = text;
    }

    /**
     * The nanoseconds since 1970 of the text; a year of four digits may lie outside of 64 bits.
     *
     * @throws BuiltinException with Go's message
     */
    static BigInteger parse(GoLayout layout, String text) {
        return new GoTimeParser(layout, text).parse();
    }

    private BigInteger parse() {
        List<GoLayout.Part> parts = layout.parts();
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case GoLayout.Literal literal -> skip(literal.text());
                case GoLayout.Element element -> {
                    boolean fractionNext = i + 1 < parts.size() && fraction(parts.get(i + 1));
                    element(element, fractionNext);
                }
            }
        }
        if (!rest.isEmpty()) {
            throw error(": extra text: " + GoTimeText.quote(rest));
        }
        return fields.moment(problem -> error(": " + problem));
    }

    private static boolean fraction(GoLayout.Part part) {
        return part instanceof GoLayout.Element element
                && (element.field() == GoLayout.Field.FRACTION_ZEROS
                        || element.field() == GoLayout.Field.FRACTION_NINES);
    }

    private void skip(String literal) {
        int at = 0;
        int from = 0;
        while (at < literal.length()) {
            if (literal.charAt(at) == ' ') {
                if (from < rest.length() && rest.charAt(from) != ' ') {
                    throw cannot(literal, rest.substring(from));
                }
                at = afterSpaces(literal, at);
                from = afterSpaces(rest, from);
                continue;
            }
            if (from == rest.length() || rest.charAt(from) != literal.charAt(at)) {
                throw cannot(literal, rest.substring(from));
            }
            at++;
            from++;
        }
        rest = rest.substring(from);
    }

    private static int afterSpaces(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private void element(GoLayout.Element element, boolean fractionNext) {
        String hold = rest;
        try {
            read(element, fractionNext);
        } catch (Mismatch mismatch) {
            if (outOfRange.isEmpty()) {
                throw cannot(element.spelling(), hold);
            }
        }
        if (!outOfRange.isEmpty()) {
            throw error(": " + outOfRange + " out of range");
        }
    }

    private void read(GoLayout.Element element, boolean fractionNext) throws Mismatch {
        switch (element.field()) {
            case YEAR -> {
                int two = signedNumber(take(2));
                fields.year = two >= 69 ? two + 1900 : two + 2000;
            }
            case LONG_YEAR -> {
                if (!digitAt(0)) {
                    throw new Mismatch();
                }
                fields.year = signedNumber(take(4));
            }
            case MONTH -> fields.month = 1 + name(12, i -> monthName(i).substring(0, 3));
            case LONG_MONTH -> fields.month = 1 + name(12, GoTimeParser::monthName);
            case NUM_MONTH, ZERO_MONTH -> {
                fields.month = number(element.field() == GoLayout.Field.ZERO_MONTH);
                range(fields.month >= 1 && fields.month <= 12, "month");
            }
            case WEEKDAY -> name(7, i -> dayName(i).substring(0, 3));
            case LONG_WEEKDAY -> name(7, GoTimeParser::dayName);
            case DAY, UNDER_DAY, ZERO_DAY -> {
                optionalSpaces(element.field() == GoLayout.Field.UNDER_DAY ? 1 : 0);
                fields.day = number(element.field() == GoLayout.Field.ZERO_DAY);
            }
            case UNDER_YEAR_DAY, ZERO_YEAR_DAY -> {
                optionalSpaces(element.field() == GoLayout.Field.UNDER_YEAR_DAY ? 2 : 0);
                fields.yearDay = number3(element.field() == GoLayout.Field.ZERO_YEAR_DAY);
            }
            case HOUR -> {
                fields.hour = number(false);
                range(fields.hour < 24, "hour");
            }
            case HOUR12, ZERO_HOUR12 -> {
                fields.hour = number(element.field() == GoLayout.Field.ZERO_HOUR12);
                range(fields.hour <= 12, "hour");
            }
            case MINUTE, ZERO_MINUTE -> {
                fields.minute = number(element.field() == GoLayout.Field.ZERO_MINUTE);
                range(fields.minute < 60, "minute");
            }
            case SECOND, ZERO_SECOND ->
                    seconds(element.field() == GoLayout.Field.ZERO_SECOND, fractionNext);
            case HALF_DAY -> halfDay("AM", "PM");
            case HALF_DAY_LOWER -> halfDay("am", "pm");
            case ZONE_NAME -> zoneName();
            case FRACTION_ZEROS -> nanoseconds(element.spelling().length());
            case FRACTION_NINES -> {
                if (rest.length() >= 2 && separatorAt(0) && digitAt(1)) {
                    nanoseconds(digitsEnd(1));
                }
            }
            case ISO,
                    ISO_SHORT,
                    ISO_COLON,
                    ISO_SECONDS,
                    ISO_COLON_SECONDS,
                    OFFSET,
                    OFFSET_SHORT,
                    OFFSET_COLON,
                    OFFSET_SECONDS,
                    OFFSET_COLON_SECONDS ->
                    offset(element.spelling());
        }
    }

    private void seconds(boolean fixed, boolean fractionNext) throws Mismatch {
        fields.second = number(fixed);
        range(fields.second < 60, "second");
        boolean fractionHere =
                outOfRange.isEmpty() && rest.length() >= 2 && separatorAt(0) && digitAt(1);
        if (fractionHere && !fractionNext) {
            nanoseconds(digitsEnd(1));
        }
    }

    private void nanoseconds(int length) throws Mismatch {
        if (rest.length() < length || !separatorAt(0)) {
            throw new Mismatch();
        }
        int used = Math.min(length, 10);
        int value = signedNumber(rest.substring(1, used));
        range(value >= 0, "fractional second");
        for (int i = used; i < 10; i++) {
            value *= 10;
        }
        fields.nanosecond = value;
        rest = rest.substring(length);
    }

    private void halfDay(String before, String after) throws Mismatch {
        String half = take(2);
        fields.forenoon |= half.equals(before);
        fields.afternoon |= half.equals(after);
        if (!half.equals(before) && !half.equals(after)) {
            throw new Mismatch();
        }
    }

    private void zoneName() throws Mismatch {
        if (rest.startsWith("UTC")) {
            fields.offsetSeconds = 0;
            rest = rest.substring(3);
            return;
        }
        int length = ZoneAbbreviation.lengthOf(rest);
        if (length == 0) {
            throw new Mismatch();
        }
        String name = take(length);
        if (name.startsWith("GMT") && name.length() > 3) {
            // Only whole hours may follow, at most 23.
            fields.offsetSeconds = Integer.parseInt(name.substring(3)) * 3600;
        }
    }

    private void offset(String spelling) throws Mismatch {
        if (spelling.startsWith("Z") && rest.startsWith("Z")) {
            rest = rest.substring(1);
            fields.offsetSeconds = 0;
            return;
        }
        String written = take(spelling.length());
        char sign = written.charAt(0);
        StringBuilder digits = new StringBuilder();
        for (int i = 1; i < written.length(); i++) {
            boolean colon = spelling.charAt(i) == ':';
            if (colon && written.charAt(i) != ':') {
                throw new Mismatch();
            }
            if (!colon) {
                digits.append(written.charAt(i));
            }
        }
        digits.repeat("0", 6 - digits.length());
        for (int i = 0; i < 6; i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw new Mismatch();
            }
        }
        int hours = Integer.parseInt(digits.substring(0, 2));
        int minutes = Integer.parseInt(digits.substring(2, 4));
        int secs = Integer.parseInt(digits.substring(4, 6));
        range(hours <= 24, "time zone offset hour");
        range(minutes <= 60, "time zone offset minute");
        range(secs <= 60, "time zone offset second");
        if (sign != '+' && sign != '-') {
            throw new Mismatch();
        }
        int total = (hours * 60 + minutes) * 60 + secs;
        fields.offsetSeconds = sign == '-' ? -total : total;
    }

    private void range(boolean inside, String what) {
        if (!inside) {
            outOfRange = what;
        }
    }

    private String take(int length) throws Mismatch {
        if (rest.length() < length) {
            throw new Mismatch();
        }
        String taken = rest.substring(0, length);
        rest = rest.substring(length);
        return taken;
    }

    private void optionalSpaces(int atMost) {
        for (int i = 0; i < atMost && rest.startsWith(" "); i++) {
            rest = rest.substring(1);
        }
    }

    private int number(boolean fixed) throws Mismatch {
        if (!digitAt(0) || (fixed && !digitAt(1))) {
            throw new Mismatch();
        }
        return Integer.parseInt(take(digitAt(1) ? 2 : 1));
    }

    private int number3(boolean fixed) throws Mismatch {
        int length = 0;
        while (length < 3 && digitAt(length)) {
            length++;
        }
        if (length == 0 || (fixed && length != 3)) {
            throw new Mismatch();
        }
        return Integer.parseInt(take(length));
    }

    private static int signedNumber(String digits) throws Mismatch {
        int from = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
        for (int i = from; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw new Mismatch();
            }
        }
        if (from == digits.length()) {
            throw new Mismatch();
        }
        return Integer.parseInt(digits);
    }

    private int name(int count, IntFunction<String> names) throws Mismatch {
        for (int i = 0; i < count; i++) {
            String name = names.apply(i);
            if (rest.regionMatches(true, 0, name, 0, name.length())) {
                rest = rest.substring(name.length());
                return i;
            }
        }
        throw new Mismatch();
    }

    private static String monthName(int index) {
        return Month.of(index + 1).getDisplayName(TextStyle.FULL, Locale.US);
    }

    private static String dayName(int index) {
        return DayOfWeek.of(index + 1).getDisplayName(TextStyle.FULL, Locale.US);
    }

    private boolean digitAt(int index) {
        return index < rest.length() && rest.charAt(index) >= '0' && rest.charAt(index) <= '9';
    }

    private boolean separatorAt(int index) {
        return rest.charAt(index) == '.' || rest.charAt(index) == ',';
    }

    private int digitsEnd(int from) {
        int end = from;
        while (digitAt(end)) {
            end++;
        }
        return end;
    }

    private BuiltinException cannot(String element, String value) {
        return error(
                " as "
                        + GoTimeText.quote(layout.text())
                        + ": cannot parse "
                        + GoTimeText.quote(value)
                        + " as "
                        + GoTimeText.quote(element));
    }

    private BuiltinException error(String message) {
        return BuiltinException.of("parsing time " + GoTimeText.quote(text) + message);
    }
}
