package io.driftseal.rego.builtin.time;

import io.driftseal.rego.builtin.BuiltinException;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.function.Function;

/** What a text says of a moment, field by field, and the moment that they are together. */
final class GoTimeFields {

    private static final BigInteger NANOSECONDS = BigInteger.valueOf(1_000_000_000);

    int year;

    /** Negative where nothing is said, and so with day and day of the year. */
    int month = -1;

    int day = -1;
    int yearDay = -1;
    int hour;
    int minute;
    int second;
    int nanosecond;
    boolean forenoon;
    boolean afternoon;
    int offsetSeconds;

    /**
     * The nanoseconds since 1970; what was not said is the first.
     *
     * @param error makes one of what is wrong with the date
     * @throws BuiltinException where there is no such day
     */
    BigInteger moment(Function<String, BuiltinException> error) {
        if (afternoon && hour < 12) {
            hour += 12;
        } else if (forenoon && hour == 12) {
            hour = 0;
        }
        if (yearDay >= 0) {
            dayOfYear(error);
        }
        month = month < 0 ? 1 : month;
        day = day < 0 ? 1 : day;
        if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            throw error.apply("day out of range");
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        long seconds = days * 86_400 + hour * 3600L + minute * 60L + second - offsetSeconds;
        return BigInteger.valueOf(seconds)
                .multiply(NANOSECONDS)
                .add(BigInteger.valueOf(nanosecond));
    }

    private void dayOfYear(Function<String, BuiltinException> error) {
        int length = LocalDate.of(year, 1, 1).lengthOfYear();
        if (yearDay < 1 || yearDay > length) {
            throw error.apply("day-of-year out of range");
        }
        LocalDate date = LocalDate.ofYearDay(year, yearDay);
        if (month >= 0 && month != date.getMonthValue()) {
            throw error.apply("day-of-year does not match month");
        }
        month = date.getMonthValue();
        if (day >= 0 && day != date.getDayOfMonth()) {
            throw error.apply("day-of-year does not match day");
        }
        day = date.getDayOfMonth();
    }
}
