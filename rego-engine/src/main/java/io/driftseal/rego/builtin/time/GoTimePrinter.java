package io.driftseal.rego.builtin.time;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;

/** Prints a moment by a layout of Go's time package. */
final class GoTimePrinter {

    private static final DateTimeFormatter ZONE_NAME =
            DateTimeFormatter.ofPattern("zzz", Locale.US);

    private GoTimePrinter() {}

    /** The moment as the layout says. */
    static String print(GoLayout layout, ZonedDateTime time) {
        StringBuilder out = new StringBuilder(layout.text().length() + 16);
        for (GoLayout.Part part : layout.parts()) {
            switch (part) {
                case GoLayout.Literal literal -> out.append(literal.text());
                case GoLayout.Element element -> append(out, element, time);
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, GoLayout.Element element, ZonedDateTime time) {
        switch (element.field()) {
            case YEAR -> padded(out, Math.max(time.getYear(), 0) % 100, 2);
            case LONG_YEAR -> padded(out, time.getYear(), 4);
            case MONTH -> out.append(shortName(time.getMonth()));
            case LONG_MONTH ->
                    out.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.US));
            case NUM_MONTH -> out.append(time.getMonthValue());
            case ZERO_MONTH -> padded(out, time.getMonthValue(), 2);
            case WEEKDAY -> out.append(longName(time.getDayOfWeek()), 0, 3);
            case LONG_WEEKDAY -> out.append(longName(time.getDayOfWeek()));
            case DAY -> out.append(time.getDayOfMonth());
            case UNDER_DAY -> spaced(out, time.getDayOfMonth(), 2);
            case ZERO_DAY -> padded(out, time.getDayOfMonth(), 2);
            case UNDER_YEAR_DAY -> spaced(out, time.getDayOfYear(), 3);
            case ZERO_YEAR_DAY -> padded(out, time.getDayOfYear(), 3);
            case HOUR -> padded(out, time.getHour(), 2);
            case HOUR12 -> out.append(hour12(time));
            case ZERO_HOUR12 -> padded(out, hour12(time), 2);
            case MINUTE -> out.append(time.getMinute());
            case ZERO_MINUTE -> padded(out, time.getMinute(), 2);
            case SECOND -> out.append(time.getSecond());
            case ZERO_SECOND -> padded(out, time.getSecond(), 2);
            case HALF_DAY -> out.append(time.getHour() >= 12 ? "PM" : "AM");
            case HALF_DAY_LOWER -> out.append(time.getHour() >= 12 ? "pm" : "am");
            case ZONE_NAME -> out.append(zoneName(time));
            case FRACTION_ZEROS, FRACTION_NINES -> fraction(out, element, time.getNano());
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
                    offset(out, element.spelling(), time.getOffset().getTotalSeconds());
        }
    }

    static String longName(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.US);
    }

    private static String shortName(Month month) {
        return month.getDisplayName(TextStyle.FULL, Locale.US).substring(0, 3);
    }

    private static int hour12(ZonedDateTime time) {
        int hour = time.getHour() % 12;
        return hour == 0 ? 12 : hour;
    }

    private static String zoneName(ZonedDateTime time) {
        if (time.getZone().getId().equals("UTC")) {
            return "UTC";
        }
        return ZONE_NAME.format(time);
    }

    private static void offset(StringBuilder out, String spelling, int offsetSeconds) {
        if (spelling.startsWith("Z") && offsetSeconds == 0) {
            out.append('Z');
            return;
        }
        int absolute = Math.abs(offsetSeconds);
        // Go decides the sign by whole minutes.
        out.append(offsetSeconds / 60 < 0 ? '-' : '+');
        padded(out, absolute / 3600, 2);
        boolean colon = spelling.contains(":");
        if (spelling.length() > 3) {
            if (colon) {
                out.append(':');
            }
            padded(out, absolute / 60 % 60, 2);
        }
        if (spelling.length() >= 7) {
            if (colon) {
                out.append(':');
            }
            padded(out, absolute % 60, 2);
        }
    }

    private static void fraction(StringBuilder out, GoLayout.Element element, int nanoseconds) {
        boolean trim = element.field() == GoLayout.Field.FRACTION_NINES;
        if (trim && nanoseconds == 0) {
            return;
        }
        StringBuilder digits = new StringBuilder();
        padded(digits, nanoseconds, 9);
        digits.setLength(Math.min(9, element.digits()));
        if (trim) {
            int end = digits.length();
            while (end > 0 && digits.charAt(end - 1) == '0') {
                end--;
            }
            digits.setLength(end);
            if (digits.isEmpty()) {
                return;
            }
        }
        out.append(element.spelling().charAt(0)).append(digits);
    }

    private static void padded(StringBuilder out, int number, int width) {
        if (number < 0) {
            out.append('-');
        }
        String digits = Integer.toString(Math.abs(number));
        out.repeat("0", Math.max(0, width - digits.length())).append(digits);
    }

    private static void spaced(StringBuilder out, int number, int width) {
        String digits = Integer.toString(number);
        out.repeat(" ", Math.max(0, width - digits.length())).append(digits);
    }
}
