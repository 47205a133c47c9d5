package io.driftseal.decision.source.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes archives entry by entry, also such as no program writes. */
final class Tar {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Tar file(String name, String content) {
        return entry(name, '0', content.getBytes(StandardCharsets.UTF_8));
    }

    Tar entry(String name, char type, byte[] content) {
        return entry(name, type, octal(content.length, 11), content);
    }

    /**
     * @param size as it stands in the header
     */
    Tar entry(String name, char type, String size, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000600");
        put(header, 124, size);
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 263, "00");
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, octal(sum, 6));
        header[154] = 0;
        return raw(header).raw(content).raw(new byte[(512 - content.length % 512) % 512]);
    }

    /** An extended header of one record. */
    Tar extended(char type, String key, String value) {
        String record = " " + key + "=" + value + "\n";
        int length = record.getBytes(StandardCharsets.UTF_8).length;
        int whole = length + String.valueOf(length).length();
        whole = length + String.valueOf(whole).length();
        return entry("pax", type, (whole + record).getBytes(StandardCharsets.UTF_8));
    }

    Tar raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Tar end() {
        return raw(new byte[1024]);
    }

    /** What has been written, as it travels. */
    byte[] packed() {
        return gzip(out.toByteArray());
    }

    static byte[] gzip(byte[] content) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String octal(long value, int digits) {
        return String.format("%0" + digits + "o", value);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
