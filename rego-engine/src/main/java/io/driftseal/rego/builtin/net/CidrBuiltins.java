package io.driftseal.rego.builtin.net;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** {@code net.cidr_*}. */
public final class CidrBuiltins implements BuiltinFamily {

    /** Bytes of memory that one address of an expanded network takes, roughly. */
    private static final int ADDRESS_BYTES = 160;

    @Override
    public Map<String, Builtin> builtins() {
        Builtin contains = (context, arguments) -> contains(arguments[0], arguments[1]);
        return Map.of(
                "net.cidr_contains",
                contains,
                "net.cidr_overlap",
                contains,
                "net.cidr_intersects",
                (context, arguments) -> intersects(arguments),
                "net.cidr_contains_matches",
                CidrBuiltins::containsMatches,
                "net.cidr_expand",
                CidrBuiltins::expand,
                "net.cidr_merge",
                CidrBuiltins::merge,
                "net.cidr_is_valid",
                (context, arguments) -> isValid(arguments));
    }

    private static String text(RegoValue value) {
        if (value instanceof RegoString string) {
            return string.text();
        }
        throw BuiltinException.type(1, value, "string");
    }

    private static RegoBoolean contains(RegoValue cidr, RegoValue cidrOrAddress) {
        IpNetwork network = IpNetwork.parse(text(cidr));
        String text = text(cidrOrAddress);
        byte[] address = IpAddress.parse(text);
        if (address != null) {
            return RegoBoolean.of(network.contains(address));
        }
        IpNetwork other = IpNetwork.find(text);
        if (other == null) {
            throw BuiltinException.of(
                    "not a valid textual representation of an IP address or CIDR: " + text);
        }
        if (network.isPlainV6() && other.isPlainV6()) {
            return RegoBoolean.of(network.containsV6(other));
        }
        return RegoBoolean.of(network.contains(other.first()) && network.contains(other.last()));
    }

    private static RegoValue intersects(RegoValue[] arguments) {
        IpNetwork one = IpNetwork.parse(text(arguments[0]));
        IpNetwork two = IpNetwork.parse(text(arguments[1]));
        return RegoBoolean.of(one.contains(two.first()) || two.contains(one.first()));
    }

    private static RegoValue containsMatches(BuiltinContext context, RegoValue[] arguments) {
        RegoSet.Builder matches = RegoSet.builder();
        forEachCidr(
                1,
                arguments[0],
                (cidr, index) ->
                        forEachCidr(
                                2,
                                arguments[1],
                                (otherCidr, otherIndex) -> {
                                    context.step(1);
                                    if (contains(cidr, otherCidr).equals(RegoBoolean.TRUE)) {
                                        matches.add(RegoArray.of(index, otherIndex));
                                    }
                                }));
        return matches.build();
    }

    private static void forEachCidr(
            int operand, RegoValue collection, BiConsumer<RegoValue, RegoValue> visitor) {
        switch (collection) {
            case RegoString cidr -> visitor.accept(cidr, cidr);
            case RegoArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    visitor.accept(cidr(operand, array.get(i)), RegoNumber.of(i));
                }
            }
            case RegoSet set -> {
                for (RegoValue element : set.toList()) {
                    visitor.accept(cidr(operand, element), element);
                }
            }
            case RegoObject object ->
                    object.forEach((key, value) -> visitor.accept(cidr(operand, value), key));
            default -> {}
        }
    }

    private static RegoValue cidr(int operand, RegoValue element) {
        if (element instanceof RegoString) {
            return element;
        }
        if (element instanceof RegoArray array && array.size() > 0) {
            return array.get(0);
        }
        throw BuiltinException.of(
                "operand " + operand + ": element must be string or non-empty array");
    }

    private static RegoValue expand(BuiltinContext context, RegoValue[] arguments) {
        IpNetwork network = IpNetwork.parse(Operand.string(arguments, 1));
        RegoSet.Builder addresses = RegoSet.builder();
        byte[] address = network.first();
        boolean wrapped = false;
        while (!wrapped && network.contains(address)) {
            context.step(1);
            context.allocate(ADDRESS_BYTES);
            addresses.add(RegoString.of(IpAddress.print(address)));
            wrapped = increment(address);
        }
        return addresses.build();
    }

    /** Counts the address up; true where it was the last of all. */
    private static boolean increment(byte[] address) {
        for (int i = address.length - 1; i >= 0; i--) {
            address[i]++;
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static RegoValue merge(BuiltinContext context, RegoValue[] arguments) {
        List<RegoValue> items =
                switch (arguments[0]) {
                    case RegoArray array -> array.items();
                    case RegoSet set -> set.toList();
                    default -> throw BuiltinException.of("operand must be an array");
                };
        List<IpNetwork> networks = new ArrayList<>();
        for (RegoValue item : items) {
            networks.add(networkOrAddress(item));
        }
        RegoSet.Builder merged = RegoSet.builder();
        for (IpNetwork network : CidrMerge.merge(context, networks)) {
            merged.add(RegoString.of(network.toString()));
        }
        return merged.build();
    }

    private static IpNetwork networkOrAddress(RegoValue item) {
        if (!(item instanceof RegoString text)) {
            throw BuiltinException.of("element must be string");
        }
        byte[] address = IpAddress.parse(text.text());
        if (address == null) {
            return IpNetwork.parse(text.text());
        }
        byte[] v4 = IpAddress.shortest(address);
        if (v4.length != IpAddress.V4_BYTES) {
            throw BuiltinException.of("IPv6 invalid: needs prefix length");
        }
        // A bare address stands for the network of its class.
        int first = v4[0] & 0xff;
        return new IpNetwork(v4, first < 0x80 ? 8 : first < 0xc0 ? 16 : 24);
    }

    private static RegoValue isValid(RegoValue[] arguments) {
        return RegoBoolean.of(
                arguments[0] instanceof RegoString text && IpNetwork.find(text.text()) != null);
    }
}
