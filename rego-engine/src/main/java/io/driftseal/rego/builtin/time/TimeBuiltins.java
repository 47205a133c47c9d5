package io.driftseal.rego.builtin.time;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRules;
import java.util.Map;

/**
 * {@code time.*} but the clock. Moments are nanoseconds since 1970 in 64 bits, alone or as {@code
 * [ns, zone, layout]}; time zones come from the JDK's database, and {@code Local} is UTC: a
 * decision must not depend on the machine.
 */
public final class TimeBuiltins implements BuiltinFamily {

    private static final String OPERAND = "either number (ns) or [number (ns), string (tz)]";
    private static final long NANOSECONDS = 1_000_000_000;

    /**
     * A moment in a zone with the layout to print it by.
     *
     * @param time the moment
     * @param layout empty for the default one
     */
    private record Moment(ZonedDateTime time, String layout) {}

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "time.parse_ns", (context, arguments) -> parse(arguments),
                "time.parse_rfc3339_ns", (context, arguments) -> parseRfc3339(arguments),
                "time.parse_duration_ns", (context, arguments) -> parseDuration(arguments),
                "time.format", (context, arguments) -> format(arguments),
                "time.date", (context, arguments) -> date(arguments),
                "time.clock", (context, arguments) -> clock(arguments),
                "time.weekday", (context, arguments) -> weekday(arguments),
                "time.add_date", (context, arguments) -> addDate(arguments),
                "time.diff", (context, arguments) -> difference(arguments));
    }

    private static RegoValue parse(RegoValue[] arguments) {
        GoLayout layout = GoLayout.of(Operand.string(arguments, 1));
        return inRange(GoTimeParser.parse(layout, Operand.string(arguments, 2)));
    }

    private static RegoValue parseRfc3339(RegoValue[] arguments) {
        GoLayout layout = GoLayout.of(GoLayout.RFC3339);
        return inRange(GoTimeParser.parse(layout, Operand.string(arguments, 1)));
    }

    private static RegoValue parseDuration(RegoValue[] arguments) {
        return RegoNumber.of(GoDuration.parse(Operand.string(arguments, 1)));
    }

    private static RegoValue format(RegoValue[] arguments) {
        Moment moment = moment(arguments, 1);
        String layout = moment.layout().isEmpty() ? GoLayout.RFC3339_NANO : moment.layout();
        return RegoString.of(GoTimePrinter.print(GoLayout.of(layout), moment.time()));
    }

    private static RegoValue date(RegoValue[] arguments) {
        ZonedDateTime time = moment(arguments, 1).time();
        return numbers(time.getYear(), time.getMonthValue(), time.getDayOfMonth());
    }

    private static RegoValue clock(RegoValue[] arguments) {
        ZonedDateTime time = moment(arguments, 1).time();
        return numbers(time.getHour(), time.getMinute(), time.getSecond());
    }

    private static RegoValue weekday(RegoValue[] arguments) {
        return RegoString.of(GoTimePrinter.longName(moment(arguments, 1).time().getDayOfWeek()));
    }

    private static RegoValue addDate(RegoValue[] arguments) {
        ZonedDateTime time = moment(arguments, 1).time();
        long years = Operand.integer(arguments, 2);
        long months = Operand.integer(arguments, 3);
        long days = Operand.integer(arguments, 4);
        try {
            long month = Math.addExact(time.getMonthValue() - 1L, months);
            long year =
                    Math.addExact(Math.addExact(time.getYear(), years), Math.floorDiv(month, 12L));
            LocalDate date =
                    LocalDate.of(Math.toIntExact(year), (int) Math.floorMod(month, 12L) + 1, 1)
                            .plusDays(Math.addExact(time.getDayOfMonth() - 1L, days));
            long local = date.toEpochDay() * 86_400 + time.toLocalTime().toSecondOfDay();
            long seconds = utc(local, time.getZone().getRules());
            return inRange(
                    BigInteger.valueOf(seconds)
                            .multiply(BigInteger.valueOf(NANOSECONDS))
                            .add(BigInteger.valueOf(time.getNano())));
        } catch (ArithmeticException | DateTimeException beyond) {
            throw BuiltinException.of("time outside of valid range");
        }
    }

    /** The moment of a local time; in a gap or an overlap of the zone the one that Go chooses. */
    private static long utc(long local, ZoneRules rules) {
        int offset = rules.getOffset(Instant.ofEpochSecond(local)).getTotalSeconds();
        if (offset == 0) {
            return local;
        }
        return local - rules.getOffset(Instant.ofEpochSecond(local - offset)).getTotalSeconds();
    }

    private static RegoValue difference(RegoValue[] arguments) {
        ZonedDateTime first = moment(arguments, 1).time();
        ZonedDateTime second = moment(arguments, 2).time().withZoneSameInstant(first.getZone());
        boolean reversed = first.toInstant().isAfter(second.toInstant());
        ZonedDateTime early = reversed ? second : first;
        ZonedDateTime late = reversed ? first : second;
        int year = late.getYear() - early.getYear();
        int month = late.getMonthValue() - early.getMonthValue();
        int day = late.getDayOfMonth() - early.getDayOfMonth();
        int hour = late.getHour() - early.getHour();
        int minute = late.getMinute() - early.getMinute();
        int second1 = late.getSecond() - early.getSecond();
        if (second1 < 0) {
            second1 += 60;
            minute--;
        }
        if (minute < 0) {
            minute += 60;
            hour--;
        }
        if (hour < 0) {
            hour += 24;
            day--;
        }
        if (day < 0) {
            day += early.toLocalDate().lengthOfMonth();
            month--;
        }
        if (month < 0) {
            month += 12;
            year--;
        }
        return numbers(year, month, day, hour, minute, second1);
    }

    private static RegoValue numbers(int... numbers) {
        RegoValue[] items = new RegoValue[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            items[i] = RegoNumber.of(numbers[i]);
        }
        return RegoArray.of(items);
    }

    private static RegoValue inRange(BigInteger nanoseconds) {
        if (nanoseconds.bitLength() >= Long.SIZE) {
            throw BuiltinException.of("time outside of valid range");
        }
        return RegoNumber.of(nanoseconds.longValue());
    }

    private static Moment moment(RegoValue[] arguments, int position) {
        RegoValue argument = arguments[position - 1];
        if (argument instanceof RegoNumber number) {
            return new Moment(at(number, ZoneOffset.UTC), "");
        }
        if (!(argument instanceof RegoArray array) || array.size() == 0) {
            throw BuiltinException.type(1, argument, OPERAND);
        }
        if (!(array.get(0) instanceof RegoNumber number)) {
            throw BuiltinException.type(1, array.get(0), "number");
        }
        ZoneId zone = array.size() > 1 ? TimeZones.named(text(array, 1)) : ZoneId.of("UTC");
        return new Moment(at(number, zone), array.size() > 2 ? text(array, 2) : "");
    }

    private static String text(RegoArray array, int index) {
        if (array.get(index) instanceof RegoString string) {
            return string.text();
        }
        throw BuiltinException.type(1, array.get(index), "string");
    }

    private static ZonedDateTime at(RegoNumber number, ZoneId zone) {
        BigInteger nanoseconds = number.integer();
        if (nanoseconds == null || nanoseconds.bitLength() >= Long.SIZE) {
            throw BuiltinException.of("timestamp too big");
        }
        long value = nanoseconds.longValue();
        Instant instant =
                Instant.ofEpochSecond(
                        Math.floorDiv(value, NANOSECONDS), Math.floorMod(value, NANOSECONDS));
        return instant.atZone(zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone);
    }
}
