package io.driftseal.rego.builtin.net;

import io.driftseal.rego.builtin.BuiltinException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A network of addresses, {@code 10.0.0.0/8}. The bytes are never handed out to be changed. */
final class IpNetwork {

    private final byte[] address;
    private final int prefixBits;

    /**
     * An address of 4 or 16 bytes, kept as it is, and how many of its first bits name the network.
     */
    IpNetwork(byte[] address, int prefixBits) {
        this.address = address;
        this.prefixBits = prefixBits;
    }

    /** The network that the text names, or null where it names none. */
    static @Nullable IpNetwork find(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return null;
        }
        byte[] address = IpAddress.parse(text.substring(0, slash));
        String mask = text.substring(slash + 1);
        boolean digits =
                !mask.isEmpty()
                        && mask.length() <= 6
                        && mask.chars().allMatch(c -> c >= '0' && c <= '9');
        if (address == null || !digits || Integer.parseInt(mask) > address.length * 8) {
            return null;
        }
        int bits = Integer.parseInt(mask);
        return new IpNetwork(masked(address, bits), bits);
    }

    /**
     * The network that the text names.
     *
     * @throws BuiltinException where it names none
     */
    static IpNetwork parse(String text) {
        IpNetwork network = find(text);
        if (network == null) {
            throw BuiltinException.of("invalid CIDR address: " + text);
        }
        return network;
    }

    static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] &= (byte) maskByte(bits, i);
        }
        return masked;
    }

    private static int maskByte(int bits, int index) {
        int inByte = Math.clamp((long) bits - 8L * index, 0, 8);
        return 0xff << (8 - inByte);
    }

    /** The first address. */
    byte[] first() {
        return masked(address, prefixBits).clone();
    }

    /** The last address. */
    byte[] last() {
        byte[] last = masked(address, prefixBits);
        for (int i = 0; i < last.length; i++) {
            last[i] |= (byte) ~maskByte(prefixBits, i);
        }
        return last;
    }

    int prefixBits() {
        return prefixBits;
    }

    /** Whether the address is in; IPv4 addresses are the same in either notation. */
    boolean contains(byte[] other) {
        byte[] mine = IpAddress.shortest(address);
        byte[] theirs = IpAddress.shortest(other);
        if (mine.length != theirs.length) {
            return false;
        }
        int bits = shortestBits();
        return Arrays.equals(masked(mine, bits), masked(theirs, bits));
    }

    private int shortestBits() {
        boolean shortened = IpAddress.shortest(address).length != address.length;
        return shortened ? Math.max(0, prefixBits - 96) : prefixBits;
    }

    /** Whether this is an IPv6 network, and not an IPv4 one in IPv6 notation. */
    boolean isPlainV6() {
        return IpAddress.shortest(address).length == IpAddress.V6_BYTES;
    }

    /** Whether every address of an IPv6 network is in this IPv6 network. */
    boolean containsV6(IpNetwork other) {
        return prefixBits <= other.prefixBits
                && Arrays.equals(first(), masked(other.first(), prefixBits));
    }

    @Override
    public String toString() {
        return IpAddress.print(address) + "/" + shortestBits();
    }
}
