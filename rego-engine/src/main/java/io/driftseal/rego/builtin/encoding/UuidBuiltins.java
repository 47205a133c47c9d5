package io.driftseal.rego.builtin.encoding;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@code uuid.*}. */
public final class UuidBuiltins implements BuiltinFamily {

    private static final String RANDOM = "uuid.rfc4122";

    /** 100-nanosecond ticks between the start of the Gregorian calendar and 1970. */
    private static final long GREGORIAN_OFFSET = 0x01b21dd213814000L;

    private static final String[] DOMAINS = {"Person", "Group", "Org"};

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                RANDOM,
                (context, arguments) -> random(context, arguments),
                "uuid.parse",
                (context, arguments) -> parse(Operand.string(arguments, 1)));
    }

    private static RegoValue random(BuiltinContext context, RegoValue[] arguments) {
        return context.nondeterministic(RANDOM, RegoArray.of(arguments[0]), UuidBuiltins::make);
    }

    private static RegoValue make(RandomGenerator random) {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return RegoString.of(new UUID(high, low).toString());
    }

    private static @Nullable RegoValue parse(String text) {
        byte[] bytes = bytes(text);
        if (bytes == null) {
            return null;
        }
        int version = (bytes[6] & 0xff) >> 4;
        RegoObject.Builder parts = RegoObject.builder();
        parts.put("version", RegoNumber.of(version));
        parts.put("variant", RegoString.of(variant(bytes[8] & 0xff)));
        if (version == 1 || version == 2) {
            timeBased(bytes, version, parts);
        }
        return parts.build();
    }

    private static void timeBased(byte[] bytes, int version, RegoObject.Builder parts) {
        long ticks = number(bytes, 0, 4) | (number(bytes, 4, 2) << 32);
        ticks |= (number(bytes, 6, 2) & 0xfff) << 48;
        parts.put("time", RegoNumber.of((ticks - GREGORIAN_OFFSET) * 100));
        parts.put("clocksequence", RegoNumber.of(number(bytes, 8, 2) & 0x3fff));
        String node = HexFormat.ofDelimiter("-").formatHex(bytes, 10, 16);
        parts.put("nodeid", RegoString.of(node));
        String scope = (bytes[10] & 2) != 0 ? "local" : "global";
        String cast = (bytes[10] & 1) != 0 ? "multicast" : "unicast";
        parts.put("macvariables", RegoString.of(scope + ":" + cast));
        if (version == 2) {
            int domain = bytes[9] & 0xff;
            parts.put("id", RegoNumber.of(number(bytes, 0, 4)));
            String name = domain < DOMAINS.length ? DOMAINS[domain] : "Domain" + domain;
            parts.put("domain", RegoString.of(name));
        }
    }

    private static long number(byte[] bytes, int from, int length) {
        long number = 0;
        for (int i = from; i < from + length; i++) {
            number = (number << 8) | (bytes[i] & 0xff);
        }
        return number;
    }

    private static String variant(int octet) {
        if ((octet & 0xc0) == 0x80) {
            return "RFC4122";
        }
        if ((octet & 0xe0) == 0xc0) {
            return "Microsoft";
        }
        return (octet & 0xe0) == 0xe0 ? "Future" : "Reserved";
    }

    /** The sixteen bytes of any of the four ways to write a UUID, or null. */
    private static byte @Nullable [] bytes(String text) {
        String hex =
                switch (text.length()) {
                    case 32 -> text;
                    case 36 -> undashed(text);
                    case 38 -> undashed(text.substring(1, 37));
                    case 45 ->
                            text.toLowerCase(Locale.ROOT).startsWith("urn:uuid:")
                                    ? undashed(text.substring(9))
                                    : "";
                    default -> "";
                };
        try {
            return hex.length() == 32 ? HexFormat.of().parseHex(hex) : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static String undashed(String text) {
        for (int at : new int[] {8, 13, 18, 23}) {
            if (text.charAt(at) != '-') {
                return "";
            }
        }
        return text.replace("-", "");
    }
}
