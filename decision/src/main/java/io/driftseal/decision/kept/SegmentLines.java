package io.driftseal.decision.kept;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads one segment line by line, up to the length that is known to be whole lines. */
final class SegmentLines {

    private static final int CHUNK = 256 * 1024;

    /** Checksum, time and id stand in these first bytes. */
    private static final int BEGINNING = 160;

    private SegmentLines() {}

    /** Takes lines without their end. */
    @FunctionalInterface
    interface Lines {
        /**
         * @param end where the next line begins
         * @return whether to go on
         */
        boolean line(byte[] line, long end);
    }

    /**
     * @return false where the segment ends in the middle of a line, or holds one that is longer
     *     than any input; a segment that went away meanwhile has no lines
     */
    static boolean read(Path segment, long begin, long length, Lines lines) throws IOException {
        byte[] chunk = new byte[CHUNK];
        var line = new ByteArrayOutputStream(16 * 1024);
        try (InputStream in = Files.newInputStream(segment)) {
            in.skipNBytes(Math.min(begin, length));
            long at = begin;
            while (at < length) {
                int read = in.read(chunk, 0, (int) Math.min(CHUNK, length - at));
                if (read < 0) {
                    return false;
                }
                int from = 0;
                for (int i = 0; i < read; i++) {
                    if (chunk[i] == '\n') {
                        line.write(chunk, from, i - from);
                        from = i + 1;
                        if (!lines.line(line.toByteArray(), at + from)) {
                            return true;
                        }
                        line.reset();
                    }
                }
                line.write(chunk, from, read - from);
                at += read;
                if (line.size() > KeptLine.MAXIMUM_BYTES) {
                    return false;
                }
            }
        } catch (NoSuchFileException e) {
            return true;
        }
        return line.size() == 0;
    }

    /** Whether a line has this text among its first members. */
    static boolean begins(byte[] line, byte[] text) {
        for (int at = 0; at <= Math.min(BEGINNING, line.length) - text.length; at++) {
            if (Arrays.equals(line, at, at + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }
}
