package io.driftseal.rego.builtin.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** IP addresses as bytes, 4 or 16, read and written by the rules of Go's net/netip. */
final class IpAddress {

    static final int V4_BYTES = 4;
    static final int V6_BYTES = 16;

    private IpAddress() {}

    /** The bytes of an address without a zone, or null where the text is none. */
    static byte @Nullable [] parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '.' -> {
                    return v4(text);
                }
                case ':' -> {
                    return v6(text);
                }
                default -> {}
            }
        }
        return null;
    }

    private static byte @Nullable [] v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4_BYTES) {
            return null;
        }
        byte[] bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            String part = parts[i];
            boolean digits =
                    !part.isEmpty()
                            && part.length() <= 3
                            && part.chars().allMatch(c -> c >= '0' && c <= '9');
            boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
            if (!digits || leadingZero || Integer.parseInt(part) > 255) {
                return null;
            }
            bytes[i] = (byte) Integer.parseInt(part);
        }
        return bytes;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text);
            return all != null && all.length == V6_BYTES ? all : null;
        }
        byte[] head = groups(text.substring(0, gap));
        String after = text.substring(gap + 2);
        byte[] tail = after.startsWith(":") ? null : groups(after);
        // The gap stands for at least one group of zeros.
        if (head == null || tail == null || head.length + tail.length > V6_BYTES - 2) {
            return null;
        }
        if (text.substring(0, gap).contains(".")) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(head, V6_BYTES);
        System.arraycopy(tail, 0, bytes, V6_BYTES - tail.length, tail.length);
        return bytes;
    }

    /** Groups of four hexadecimal digits, the last one maybe an IPv4 address. */
    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        if (parts.length > V6_BYTES / 2) {
            return null;
        }
        byte[] bytes = new byte[V6_BYTES + 2];
        int size = 0;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (i == parts.length - 1 && part.contains(".")) {
                byte[] last = v4(part);
                if (last == null || size > V6_BYTES - V4_BYTES) {
                    return null;
                }
                System.arraycopy(last, 0, bytes, size, V4_BYTES);
                return Arrays.copyOf(bytes, size + V4_BYTES);
            }
            boolean digits =
                    !part.isEmpty()
                            && part.length() <= 4
                            && part.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
            if (!digits) {
                return null;
            }
            int group = Integer.parseInt(part, 16);
            bytes[size++] = (byte) (group >> 8);
            bytes[size++] = (byte) group;
        }
        return Arrays.copyOf(bytes, size);
    }

    /**
     * The four bytes of an IPv4 address, also where it is written as an IPv6 one; else the bytes
     * themselves.
     */
    static byte[] shortest(byte[] address) {
        return isMapped(address) ? Arrays.copyOfRange(address, 12, V6_BYTES) : address;
    }

    private static boolean isMapped(byte[] address) {
        if (address.length != V6_BYTES || address[10] != -1 || address[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** All sixteen bytes. */
    static byte[] longest(byte[] address) {
        if (address.length == V6_BYTES) {
            return address;
        }
        byte[] mapped = new byte[V6_BYTES];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(address, 0, mapped, 12, V4_BYTES);
        return mapped;
    }

    /** The address as text; IPv6 by RFC 5952. */
    static String print(byte[] address) {
        byte[] bytes = shortest(address);
        StringBuilder out = new StringBuilder(40);
        if (bytes.length == V4_BYTES) {
            for (int i = 0; i < V4_BYTES; i++) {
                out.append(i == 0 ? "" : ".").append(bytes[i] & 0xff);
            }
            return out.toString();
        }
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < 8; i++) {
            int run = i;
            while (run < 8 && group(bytes, run) == 0) {
                run++;
            }
            if (run - i > gapLength) {
                gapStart = i;
                gapLength = run - i;
            }
        }
        for (int i = 0; i < 8; i++) {
            if (i == gapStart) {
                out.append("::");
                i += gapLength - 1;
                continue;
            }
            boolean first = i == 0 || i == gapStart + gapLength;
            out.append(first && (i == 0 || gapStart >= 0) ? "" : ":");
            out.append(Integer.toHexString(group(bytes, i)));
        }
        return out.toString();
    }

    private static int group(byte[] bytes, int index) {
        return ((bytes[2 * index] & 0xff) << 8) | (bytes[2 * index + 1] & 0xff);
    }
}
