package io.driftseal.rego.builtin.time;

/**
 * Recognises the abbreviation of a time zone at the start of a text, by the rules of Go's time
 * package.
 */
final class ZoneAbbreviation {

    private ZoneAbbreviation() {}

    /** The length of the abbreviation, 0 where there is none. */
    static int lengthOf(String text) {
        if (text.length() < 3) {
            return 0;
        }
        if (text.startsWith("ChST") || text.startsWith("MeST")) {
            return 4;
        }
        if (text.startsWith("GMT")) {
            return 3 + signedOffset(text.substring(3));
        }
        if (text.charAt(0) == '+' || text.charAt(0) == '-') {
            return signedOffset(text);
        }
        int upper = 0;
        while (upper < 6 && upper < text.length() && upperCase(text.charAt(upper))) {
            upper++;
        }
        return switch (upper) {
            case 3 -> 3;
            case 4 -> text.charAt(3) == 'T' || text.startsWith("WITA") ? 4 : 0;
            case 5 -> text.charAt(4) == 'T' ? 5 : 0;
            default -> 0;
        };
    }

    private static boolean upperCase(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static int signedOffset(String text) {
        if (text.isEmpty() || (text.charAt(0) != '+' && text.charAt(0) != '-')) {
            return 0;
        }
        int at = 1;
        int hours = 0;
        while (at < text.length() && Character.isDigit(text.charAt(at)) && hours <= 23) {
            hours = hours * 10 + (text.charAt(at) - '0');
            at++;
        }
        return at == 1 || hours > 23 ? 0 : at;
    }
}
