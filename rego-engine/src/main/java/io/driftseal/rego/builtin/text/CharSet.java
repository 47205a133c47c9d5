package io.driftseal.rego.builtin.text;

/**
 * A set of ASCII characters.
 *
 * @param low characters 0 to 63, a bit each
 * @param high characters 64 to 127
 */
record CharSet(long low, long high) {

    /** The last character that a set may have. */
    static final char LAST = 0x7F;

    static final CharSet NONE = new CharSet(0, 0);
    static final CharSet DIGITS = range('0', '9');
    static final CharSet WORDS = range('A', 'Z').with(range('a', 'z')).with(DIGITS).with(of('_'));

    /** Without the vertical tab, as in Perl before it changed its mind. */
    static final CharSet SPACES =
            of('\t').with(of('\n')).with(of('\f')).with(of('\r')).with(of(' '));

    static CharSet of(char c) {
        return c < Long.SIZE ? new CharSet(1L << c, 0) : new CharSet(0, 1L << (c - Long.SIZE));
    }

    /** Both ends included. */
    static CharSet range(char first, char last) {
        CharSet set = NONE;
        for (char c = first; c <= last; c++) {
            set = set.with(of(c));
        }
        return set;
    }

    boolean has(int c) {
        return ((c < Long.SIZE ? low >>> c : high >>> (c - Long.SIZE)) & 1) != 0;
    }

    CharSet with(CharSet other) {
        return new CharSet(low | other.low, high | other.high);
    }

    CharSet without(char c) {
        return negated().with(of(c)).negated();
    }

    CharSet negated() {
        return new CharSet(~low, ~high);
    }

    /** With both cases of every letter. */
    CharSet folded() {
        CharSet folded = this;
        for (char c = 0; c <= LAST; c++) {
            if (has(c)) {
                folded =
                        folded.with(of(Character.toLowerCase(c)))
                                .with(of(Character.toUpperCase(c)));
            }
        }
        return folded;
    }
}
