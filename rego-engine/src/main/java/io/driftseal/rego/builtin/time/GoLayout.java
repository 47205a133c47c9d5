package io.driftseal.rego.builtin.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layout of Go's time package ({@code "2006-01-02T15:04:05Z07:00"}) cut into its parts: text that
 * stands for itself and fields of a date. Immutable; made once per layout.
 *
 * @param text the layout as written
 * @param parts its parts in order
 */
record GoLayout(String text, List<Part> parts) {

    /** The layout of RFC 3339 with nanoseconds, Go's and OPA's default for printing. */
    static final String RFC3339_NANO = "2006-01-02T15:04:05.999999999Z07:00";

    /** The layout of RFC 3339. */
    static final String RFC3339 = "2006-01-02T15:04:05Z07:00";

    private static final Map<String, String> NAMED =
            Map.of(
                    "ANSIC", "Mon Jan _2 15:04:05 2006",
                    "UnixDate", "Mon Jan _2 15:04:05 MST 2006",
                    "RubyDate", "Mon Jan 02 15:04:05 -0700 2006",
                    "RFC822", "02 Jan 06 15:04 MST",
                    "RFC822Z", "02 Jan 06 15:04 -0700",
                    "RFC850", "Monday, 02-Jan-06 15:04:05 MST",
                    "RFC1123", "Mon, 02 Jan 2006 15:04:05 MST",
                    "RFC1123Z", "Mon, 02 Jan 2006 15:04:05 -0700",
                    "RFC3339", RFC3339,
                    "RFC3339Nano", RFC3339_NANO);

    /**
     * What a field of a layout stands for; where one spelling starts another, the longer one is
     * declared first.
     */
    enum Field {
        LONG_MONTH("January"),
        MONTH("Jan"),
        LONG_WEEKDAY("Monday"),
        WEEKDAY("Mon"),
        ZONE_NAME("MST"),
        ZERO_YEAR_DAY("002"),
        ZERO_MONTH("01"),
        ZERO_DAY("02"),
        ZERO_HOUR12("03"),
        ZERO_MINUTE("04"),
        ZERO_SECOND("05"),
        YEAR("06"),
        HOUR("15"),
        NUM_MONTH("1"),
        LONG_YEAR("2006"),
        UNDER_YEAR_DAY("__2"),
        UNDER_DAY("_2"),
        DAY("2"),
        HOUR12("3"),
        MINUTE("4"),
        SECOND("5"),
        HALF_DAY("PM"),
        HALF_DAY_LOWER("pm"),
        OFFSET_SECONDS("-070000"),
        OFFSET_COLON_SECONDS("-07:00:00"),
        OFFSET("-0700"),
        OFFSET_COLON("-07:00"),
        OFFSET_SHORT("-07"),
        ISO_SECONDS("Z070000"),
        ISO_COLON_SECONDS("Z07:00:00"),
        ISO("Z0700"),
        ISO_COLON("Z07:00"),
        ISO_SHORT("Z07"),
        /** Digits of a second, as many as written. */
        FRACTION_ZEROS(""),
        /** Digits of a second without trailing zeros. */
        FRACTION_NINES("");

        private final String spelling;

        Field(String spelling) {
            this.spelling = spelling;
        }
    }

    /** One part of a layout. */
    sealed interface Part {}

    /**
     * Text that stands for itself.
     *
     * @param text the text, not empty
     */
    record Literal(String text) implements Part {}

    /**
     * A field of a date.
     *
     * @param field which one
     * @param spelling how the layout writes it
     */
    record Element(Field field, String spelling) implements Part {

        /** How many digits of a second the layout asks for. */
        int digits() {
            return spelling.length() - 1;
        }
    }

    /** The layout of this name, or the text itself where it names none. */
    static GoLayout of(String nameOrText) {
        String layout = NAMED.getOrDefault(nameOrText, nameOrText);
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < layout.length()) {
            Element element = elementAt(layout, at);
            if (element == null) {
                literal.append(layout.charAt(at));
                at++;
                continue;
            }
            if (!literal.isEmpty()) {
                parts.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
            parts.add(element);
            at += element.spelling().length();
        }
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
        }
        return new GoLayout(layout, List.copyOf(parts));
    }

    private static @Nullable Element elementAt(String layout, int at) {
        char first = layout.charAt(at);
        if (first == '.' || first == ',') {
            return fractionAt(layout, at);
        }
        // "_2006" is an underscore before a year, not a padded day.
        if (layout.startsWith("_2006", at)) {
            return null;
        }
        for (Field field : Field.values()) {
            String spelling = field.spelling;
            if (spelling.isEmpty() || !layout.startsWith(spelling, at)) {
                continue;
            }
            boolean name = field == Field.MONTH || field == Field.WEEKDAY;
            if (name && lowerCaseAt(layout, at + spelling.length())) {
                continue;
            }
            return new Element(field, spelling);
        }
        return null;
    }

    private static boolean lowerCaseAt(String layout, int at) {
        return at < layout.length() && layout.charAt(at) >= 'a' && layout.charAt(at) <= 'z';
    }

    private static @Nullable Element fractionAt(String layout, int at) {
        if (at + 1 >= layout.length()) {
            return null;
        }
        char digit = layout.charAt(at + 1);
        if (digit != '0' && digit != '9') {
            return null;
        }
        int end = at + 1;
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        boolean moreDigits = end < layout.length() && Character.isDigit(layout.charAt(end));
        if (moreDigits) {
            return null;
        }
        Field field = digit == '0' ? Field.FRACTION_ZEROS : Field.FRACTION_NINES;
        return new Element(field, layout.substring(at, end));
    }
}
