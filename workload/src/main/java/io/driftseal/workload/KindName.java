package io.driftseal.workload;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a kind is called wherever one word must name it: {@code Deployment} for one that is built in,
 * {@code Rollout.argoproj.io} for any other, so that a custom resource can never be taken for a
 * built-in one of the same name. Names need no registry: a stamp can be read by who does not know
 * the kind.
 */
public record KindName(String text) {

    /** So that it fits the name part of an annotation key. */
    private static final int MAXIMUM_LENGTH = 63;

    private static final Pattern SHAPE =
            Pattern.compile("[A-Z][A-Za-z0-9]*(\\.[a-z0-9]([-a-z0-9.]*[a-z0-9])?)?");

    public KindName {
        if (text.length() > MAXIMUM_LENGTH || !SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "the name of a kind must be Kind or Kind.group with at most "
                            + MAXIMUM_LENGTH
                            + " characters");
        }
    }

    /**
     * @param group empty for the core group
     * @throws IllegalArgumentException if the two make no name
     */
    public static KindName of(String group, String kind) {
        return new KindName(textOf(group, kind));
    }

    /** Whether this is the kind that an owner reference names, whatever it claims to be. */
    boolean isOf(String group, String kind) {
        return textOf(group, kind).equals(text);
    }

    private static String textOf(String group, String kind) {
        for (BuiltInKind builtIn : BuiltInKind.values()) {
            if (builtIn.group().equals(group) && builtIn.kind().equals(kind)) {
                return kind;
            }
        }
        return kind + "." + (group.isEmpty() ? "core" : group);
    }

    /** As our annotation keys end. */
    public String lowerCase() {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
