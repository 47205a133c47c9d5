package io.driftseal.rego;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The regular files of a gzipped tar archive, as bundles are packed: small, no links, no holes. */
public final class TarArchive {

    /** All files of a bundle together, uncompressed: a small archive may unpack to anything. */
    public static final int MAXIMUM_BYTES = 256 << 20;

    private static final int RECORD = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE_OFFSET = 156;
    private static final int PREFIX_OFFSET = 345;
    private static final int PREFIX_LENGTH = 155;

    private final InputStream in;
    private final Map<String, byte[]> files = new HashMap<>();
    private long total;

    private TarArchive(InputStream in) {
        this.in = in;
    }

    /** File contents by their names, without a leading slash. */
    public static Map<String, byte[]> read(byte[] tarGz) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(tarGz))) {
            var archive = new TarArchive(in);
            archive.readAll();
            return archive.files;
        }
    }

    private void readAll() throws IOException {
        while (true) {
            byte[] header = in.readNBytes(RECORD);
            if (header.length < RECORD || header[0] == 0) {
                return;
            }
            long size = octal(header);
            total += size;
            if (size < 0 || total > MAXIMUM_BYTES) {
                throw new IOException("more than " + MAXIMUM_BYTES + " bytes unpacked");
            }
            byte[] content = in.readNBytes((int) size);
            if (content.length < size) {
                throw new IOException("archive ends early");
            }
            in.skipNBytes((RECORD - size % RECORD) % RECORD);
            if (header[TYPE_OFFSET] == '0' || header[TYPE_OFFSET] == 0) {
                String prefix = text(header, PREFIX_OFFSET, PREFIX_LENGTH);
                String name = text(header, 0, NAME_LENGTH);
                String full = prefix.isEmpty() ? name : prefix + "/" + name;
                if (files.put(full.replaceFirst("^(\\./)?/*", ""), content) != null) {
                    throw new IOException("two files of one name in the archive");
                }
            }
        }
    }

    private static long octal(byte[] header) throws IOException {
        String digits = text(header, SIZE_OFFSET, SIZE_LENGTH).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("not a tar archive");
        }
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }
}
