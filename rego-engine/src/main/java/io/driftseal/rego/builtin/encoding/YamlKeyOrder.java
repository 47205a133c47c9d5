package io.driftseal.rego.builtin.encoding;

import java.util.Comparator;

/**
 * The order of keys in written YAML: digits within texts compare as numbers, {@code a2} before
 * {@code a10}.
 */
final class YamlKeyOrder {

    static final Comparator<String> NATURAL = YamlKeyOrder::compare;

    private YamlKeyOrder() {}

    private static int compare(String one, String two) {
        int[] a = one.codePoints().toArray();
        int[] b = two.codePoints().toArray();
        boolean digits = false;
        for (int i = 0; i < a.length && i < b.length; i++) {
            if (a[i] == b[i]) {
                digits = Character.isDigit(a[i]);
                continue;
            }
            boolean aLetter = Character.isLetter(a[i]);
            boolean bLetter = Character.isLetter(b[i]);
            if (aLetter && bLetter) {
                return Integer.compare(a[i], b[i]);
            }
            if (aLetter || bLetter) {
                boolean less = digits ? aLetter : bLetter;
                return less ? -1 : 1;
            }
            return numbers(a, b, i);
        }
        return Integer.compare(a.length, b.length);
    }

    private static int numbers(int[] a, int[] b, int at) {
        long start = 0;
        if (a[at] == '0' || b[at] == '0') {
            for (int j = at - 1; j >= 0 && Character.isDigit(a[j]); j--) {
                if (a[j] != '0') {
                    start = 1;
                    break;
                }
            }
        }
        long aNumber = start;
        int aEnd = at;
        while (aEnd < a.length && Character.isDigit(a[aEnd])) {
            aNumber = aNumber * 10 + (a[aEnd++] - '0');
        }
        long bNumber = start;
        int bEnd = at;
        while (bEnd < b.length && Character.isDigit(b[bEnd])) {
            bNumber = bNumber * 10 + (b[bEnd++] - '0');
        }
        if (aNumber != bNumber) {
            return Long.compare(aNumber, bNumber);
        }
        return aEnd != bEnd ? Integer.compare(aEnd, bEnd) : Integer.compare(a[at], b[at]);
    }
}
