package io.driftseal.rego.builtin.net;

import io.driftseal.rego.builtin.BuiltinContext;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fewest networks that cover the same addresses as those given. */
final class CidrMerge {

    private static final BigInteger V4_FIRST = BigInteger.valueOf(0xffff).shiftLeft(32);
    private static final BigInteger V4_LAST = BigInteger.ONE.shiftLeft(48).subtract(BigInteger.ONE);

    /**
     * Addresses as sixteen bytes in a row, and the network they came from while they are just one.
     */
    private record Range(BigInteger first, BigInteger last, @Nullable IpNetwork network) {

        static Range of(IpNetwork network) {
            return new Range(number(network.first()), number(network.last()), network);
        }
    }

    private CidrMerge() {}

    static List<IpNetwork> merge(BuiltinContext context, List<IpNetwork> networks) {
        List<Range> ranges = new ArrayList<>(networks.stream().map(Range::of).toList());
        ranges.sort(Comparator.comparing(Range::last).thenComparing(Range::first));
        List<Range> merged = new ArrayList<>();
        // From the last to the first: each is joined with the one before it where they touch.
        for (int i = ranges.size() - 1; i >= 0; i--) {
            context.step(1);
            Range current = ranges.get(i);
            if (i > 0 && previous(current.first()).compareTo(ranges.get(i - 1).last()) <= 0) {
                Range before = ranges.get(i - 1);
                ranges.set(
                        i - 1,
                        new Range(current.first().min(before.first()), current.last(), null));
            } else {
                merged.add(current);
            }
        }
        List<IpNetwork> result = new ArrayList<>();
        for (Range range : merged) {
            if (range.network() != null) {
                result.add(range.network());
            } else {
                cover(range, result);
            }
        }
        return result;
    }

    private static BigInteger number(byte[] address) {
        return new BigInteger(1, IpAddress.longest(address));
    }

    private static BigInteger previous(BigInteger address) {
        boolean lowest = address.signum() == 0 || address.equals(V4_FIRST);
        return lowest ? address : address.subtract(BigInteger.ONE);
    }

    private static void cover(Range range, List<IpNetwork> into) {
        boolean v4 = range.first().compareTo(V4_FIRST) >= 0 && range.last().compareTo(V4_LAST) <= 0;
        int bits = v4 ? 32 : 128;
        BigInteger at = range.first();
        while (at.compareTo(range.last()) <= 0) {
            int free = at.signum() == 0 ? bits : Math.min(bits, at.getLowestSetBit());
            BigInteger left = range.last().subtract(at).add(BigInteger.ONE);
            free = Math.min(free, left.bitLength() - 1);
            into.add(new IpNetwork(bytes(at, v4), bits - free));
            at = at.add(BigInteger.ONE.shiftLeft(free));
        }
    }

    private static byte[] bytes(BigInteger address, boolean v4) {
        byte[] written = address.toByteArray();
        byte[] bytes = new byte[IpAddress.V6_BYTES];
        int length = Math.min(written.length, bytes.length);
        System.arraycopy(written, written.length - length, bytes, bytes.length - length, length);
        return v4 ? Arrays.copyOfRange(bytes, 12, IpAddress.V6_BYTES) : bytes;
    }
}
