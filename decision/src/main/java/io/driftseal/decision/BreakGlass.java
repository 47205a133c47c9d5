package io.driftseal.decision;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a namespace that enforces lets everything pass for a while, by an administrator's word. A
 * label says so, because a label is what the API server can select by while nothing of ours runs.
 */
public sealed interface BreakGlass {

    /** Namespace label; its value is the end, such as {@code 20261126T153000Z}. */
    String LABEL = "driftseal.io/break-glass";

    /** Namespace annotation with the reason. */
    String REASON_ANNOTATION = "driftseal.io/break-glass-reason";

    /** An end that is further away than this is none: it would be a mode that nobody chose. */
    Duration LONGEST = Duration.ofHours(24);

    /** Label values hold no colons. */
    DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    /** Nobody broke the glass. */
    record None() implements BreakGlass {}

    /** Everything passes until then, and is recorded. */
    record Open(Instant until) implements BreakGlass {}

    /** The label is still there and means nothing any more. */
    record Ended(Instant until) implements BreakGlass {}

    /** The label is there and says no time, or one that is too far away. It means nothing. */
    record Malformed() implements BreakGlass {}

    /** What the labels of a namespace say at this time. */
    static BreakGlass of(Map<String, String> namespaceLabels, Instant now) {
        String value = namespaceLabels.get(LABEL);
        if (value == null) {
            return new None();
        }
        try {
            Instant until = LocalDateTime.parse(value, FORMAT).toInstant(ZoneOffset.UTC);
            if (!until.isAfter(now)) {
                return new Ended(until);
            }
            return until.isAfter(now.plus(LONGEST)) ? new Malformed() : new Open(until);
        } catch (DateTimeException e) {
            return new Malformed();
        }
    }

    /** The label's value for this end. */
    static String value(Instant until) {
        return FORMAT.format(until.atOffset(ZoneOffset.UTC));
    }
}
