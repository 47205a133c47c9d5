package io.driftseal.rego.value;

import org.jspecify.annotations.Nullable;

/**
 * A string, which in Rego is a sequence of bytes that usually are UTF-8. A byte that is not part of
 * well-formed UTF-8 (they come out of {@code base64.decode} and {@code hex.decode}) is kept as the
 * lone surrogate U+DC00 + byte, so that {@link #utf8()} gives back exactly the bytes; JSON cannot
 * bring such a surrogate in, its reader replaces them as OPA's does.
 */
public final class RegoString implements RegoValue {

    public static final RegoString EMPTY = new RegoString("");

    private final String text;

    /**
     * Kept, since every policy asks it of the same names. Two threads may both make it: both make
     * the same.
     */
    private @Nullable RegoString lowerCase;

    private RegoString(String text) {
        this.text = text;
    }

    public static RegoString of(String text) {
        return text.isEmpty() ? EMPTY : new RegoString(text);
    }

    /** The string of these bytes, whether they are UTF-8 or not. */
    public static RegoString ofUtf8(byte[] bytes) {
        return of(Utf8.decode(bytes));
    }

    /** Never with lone surrogates but those that stand for single bytes. */
    public String text() {
        return text;
    }

    public byte[] utf8() {
        return Utf8.encode(text);
    }

    /** Characters as Rego counts them: code points. */
    public int runeCount() {
        return text.codePointCount(0, text.length());
    }

    /** As Go's {@code strings.ToLower}; this one where it has no capitals. */
    public RegoString lowerCase() {
        RegoString known = lowerCase;
        if (known == null) {
            known = cased(GoCase.lower(text));
            lowerCase = known;
        }
        return known;
    }

    /** As Go's {@code strings.ToUpper}. */
    public RegoString upperCase() {
        return cased(GoCase.upper(text));
    }

    private RegoString cased(String changed) {
        return changed.equals(text) ? this : of(changed);
    }

    @Override
    public ValueType type() {
        return ValueType.STRING;
    }

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public int compareTo(RegoValue other) {
        return other instanceof RegoString string
                ? Utf8.compare(text, string.text)
                : type().compareTo(other.type());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof RegoString string && text.equals(string.text));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public void print(StringBuilder out) {
        GoQuote.quote(text, out);
    }

    @Override
    public String toString() {
        var out = new StringBuilder(text.length() + 2);
        print(out);
        return out.toString();
    }
}
