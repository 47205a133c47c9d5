package io.driftseal.decision.source.server;

import io.driftseal.decision.bundle.PolicyRefusedException;
import java.nio.charset.StandardCharsets;

/**
 * The header of one entry, as POSIX writes it.
 *
 * @param name as it stands there
 * @param size of the content, in bytes
 * @param type one character, see POSIX pax
 */
record TarHeader(String name, long size, char type) {

    static final int BLOCK = 512;

    private static final Field NAME = new Field(0, 100);
    private static final Field SIZE = new Field(124, 12);
    private static final Field CHECKSUM = new Field(148, 8);
    private static final Field MAGIC = new Field(257, 5);
    private static final Field PREFIX = new Field(345, 155);
    private static final int TYPE = 156;

    private record Field(int offset, int length) {

        String text(byte[] block) {
            int end = offset;
            while (end < offset + length && block[end] != 0) {
                end++;
            }
            return new String(block, offset, end - offset, StandardCharsets.UTF_8);
        }

        /** Digits to the base of eight; the binary form of huge numbers is none. */
        long number(byte[] block) throws PolicyRefusedException {
            String digits = text(block).strip();
            if (!digits.matches("[0-7]{1,11}")) {
                throw BundleArchive.refused("has an entry whose header is none");
            }
            return Long.parseLong(digits, 8);
        }
    }

    static boolean isEnd(byte[] block) {
        for (byte one : block) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    static TarHeader read(byte[] block) throws PolicyRefusedException {
        if (CHECKSUM.number(block) != sum(block)) {
            throw BundleArchive.refused("has an entry whose header does not add up");
        }
        String prefix = MAGIC.text(block).equals("ustar") ? PREFIX.text(block) : "";
        String name = NAME.text(block);
        return new TarHeader(
                prefix.isEmpty() ? name : prefix + "/" + name,
                SIZE.number(block),
                (char) (block[TYPE] & 0xff));
    }

    private static long sum(byte[] block) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM.offset() && i < CHECKSUM.offset() + CHECKSUM.length();
            sum += own ? ' ' : block[i] & 0xff;
        }
        return sum;
    }
}
