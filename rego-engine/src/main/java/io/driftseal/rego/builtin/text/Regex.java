package io.driftseal.rego.builtin.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.driftseal.rego.builtin.BoundedCache;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled RE2 pattern with the matching rules of Go's regexp package. What it answers never
 * changes; used often, it answers faster.
 */
final class Regex {

    /**
     * Characters of a pattern: compiling is quadratic at worst, and nobody writes longer ones by
     * hand.
     */
    static final int MAXIMUM_LENGTH = 32_768;

    private static final BoundedCache<String, Regex> COMPILED = new BoundedCache<>(512);

    /** Uses after which a pattern is worth a search of its own: some tenths of a millisecond. */
    private static final int USES_BEFORE_SEARCH = 64;

    private final Pattern pattern;

    /** Counted by all threads at once, which may lose some: it only says that there were many. */
    private int uses;

    /** Null where there is none, or none yet. */
    private @Nullable AsciiSearch search;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * The compiled pattern, kept for the next use.
     *
     * @throws BuiltinException where it is none
     */
    static Regex of(String pattern) {
        return COMPILED.get(pattern, Regex::compile);
    }

    /** Whether this is a pattern. */
    static boolean isValid(String pattern) {
        try {
            of(pattern);
            return true;
        } catch (BuiltinException malformed) {
            return false;
        }
    }

    private static Regex compile(String pattern) {
        if (pattern.length() > MAXIMUM_LENGTH) {
            throw BuiltinException.of("error parsing regexp: expression too large");
        }
        try {
            return new Regex(Pattern.compile(pattern));
        } catch (PatternSyntaxException malformed) {
            throw BuiltinException.of(String.valueOf(malformed.getMessage()));
        } catch (StackOverflowError nested) {
            throw BuiltinException.of("error parsing regexp: expression nests too deeply");
        }
    }

    /** Whether the pattern is found anywhere in the text. */
    boolean found(BuiltinContext context, String text) {
        CharSequence stepping = SteppingText.of(text, context);
        if (stepping instanceof String) {
            AsciiSearch fast = search();
            AsciiSearch.Answer answer =
                    fast == null ? AsciiSearch.Answer.UNKNOWN : fast.search(text);
            if (answer != AsciiSearch.Answer.UNKNOWN) {
                return answer == AsciiSearch.Answer.FOUND;
            }
        }
        return pattern.matcher(stepping).find();
    }

    /** Made by two threads at once where they meet: both make the same. */
    private @Nullable AsciiSearch search() {
        int used = uses;
        if (used == USES_BEFORE_SEARCH) {
            return search;
        }
        uses = used + 1;
        if (used + 1 == USES_BEFORE_SEARCH) {
            search = AsciiSearch.of(pattern.pattern()).orElse(null);
        }
        return null;
    }

    /**
     * The matches of the pattern in the text, at most {@code limit} of them, all where it is
     * negative: per match start and end of the whole and of each group, -1 where a group took no
     * part.
     */
    List<int[]> matches(BuiltinContext context, String text, long limit) {
        List<int[]> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(SteppingText.of(text, context));
        int at = 0;
        int previousEnd = -1;
        while ((limit < 0 || found.size() < limit) && at <= text.length() && matcher.find(at)) {
            context.step(1);
            int start = matcher.start();
            int end = matcher.end();
            boolean emptyAtPrevious = end == at && start == previousEnd;
            if (end == at) {
                at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 1;
            } else {
                at = end;
            }
            previousEnd = end;
            if (!emptyAtPrevious) {
                found.add(groups(matcher));
            }
        }
        return found;
    }

    private static int[] groups(Matcher matcher) {
        int[] bounds = new int[2 * (matcher.groupCount() + 1)];
        for (int group = 0; group <= matcher.groupCount(); group++) {
            bounds[2 * group] = matcher.start(group);
            bounds[2 * group + 1] = matcher.end(group);
        }
        return bounds;
    }

    /** The number of the group of this name, or -1. */
    int group(String name) {
        return pattern.namedGroups().getOrDefault(name, -1);
    }

    /** What the group matched; empty where it took no part or there is no such group. */
    static String text(String text, int[] bounds, int group) {
        boolean known = group >= 0 && 2 * group + 1 < bounds.length && bounds[2 * group] >= 0;
        return known ? text.substring(bounds[2 * group], bounds[2 * group + 1]) : "";
    }
}
