package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code units.*}: quantities with SI and binary prefixes. */
public final class UnitBuiltins implements BuiltinFamily {

    /** Decimals of a quantity that is no integer. */
    private static final int DECIMALS = 10;

    /** Digits before the point; larger ones are refused, in OPA they are printed. */
    private static final int MAXIMUM_DIGITS = 30_000;

    private static final String PREFIXES = "kmgtpe";

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "units.parse", (context, arguments) -> parse(Operand.string(arguments, 1)),
                "units.parse_bytes", (context, arguments) -> bytes(Operand.string(arguments, 1)));
    }

    private static RegoValue parse(String text) {
        Parts parts = new Parts("units.parse", "amount provided", "amount", text.replace("\"", ""));
        String written = parts.quantity.unit();
        String unit =
                written.length() > 1
                        ? written.charAt(0) + written.substring(1).toLowerCase(Locale.ROOT)
                        : written;
        BigDecimal factor = factor(unit);
        if (factor == null) {
            throw BuiltinException.of("units.parse: unit " + unit + " not recognized");
        }
        BigDecimal value = parts.number().multiply(factor).stripTrailingZeros();
        if (value.scale() <= 0) {
            return RegoNumber.of(value.toBigIntegerExact());
        }
        BigDecimal rounded = value.setScale(DECIMALS, RoundingMode.HALF_UP);
        String sign = value.signum() < 0 && rounded.signum() == 0 ? "-" : "";
        return RegoNumber.parse(sign + rounded.toPlainString());
    }

    private static @Nullable BigDecimal factor(String unit) {
        if (unit.isEmpty()) {
            return BigDecimal.ONE;
        }
        if (unit.equals("m")) {
            // The binary number nearest to a thousandth: what OPA computes with.
            return new BigDecimal("0.001000000000000000020816681711721685132943093776702880859375");
        }
        char first = unit.charAt(0);
        int power = PREFIXES.indexOf(Character.toLowerCase(first)) + 1;
        boolean binary = unit.length() == 2 && unit.charAt(1) == 'i';
        if (power == 0 || first > 'z' || !(binary || unit.length() == 1)) {
            return null;
        }
        return new BigDecimal(binary ? 1024 : 1000).pow(power);
    }

    private static RegoValue bytes(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replace("\"", "");
        Parts parts = new Parts("units.parse_bytes", "byte amount provided", "byte amount", lower);
        String unit = parts.quantity.unit();
        String prefix = unit.endsWith("b") ? unit.substring(0, unit.length() - 1) : unit;
        boolean known = !unit.equals("b");
        BigDecimal factor = known ? byteFactor(prefix) : null;
        if (factor == null) {
            throw BuiltinException.of("units.parse_bytes: byte unit " + unit + " not recognized");
        }
        BigDecimal value = Quantity.rounded(Quantity.rounded(parts.number()).multiply(factor));
        return RegoNumber.of(value.toBigInteger());
    }

    private static @Nullable BigDecimal byteFactor(String prefix) {
        return prefix.equals("m") ? new BigDecimal(1_000_000) : factor(prefix);
    }

    /** A text cut into amount and unit, with the errors of the builtin that asks. */
    private static final class Parts {
        private final String builtin;
        private final String what;
        private final Quantity quantity;

        Parts(String builtin, String missing, String what, String text) {
            this.builtin = builtin;
            this.what = what;
            if (text.contains(" ")) {
                throw error("spaces not allowed in resource strings");
            }
            Quantity cut = Quantity.cut(text);
            if (cut == null) {
                throw error("exponent too large");
            }
            if (cut.amount().isEmpty()) {
                throw error("no " + missing);
            }
            this.quantity = cut;
        }

        BigDecimal number() {
            BigDecimal number = quantity.number();
            if (number == null) {
                throw error("could not parse " + what + " to a number");
            }
            if (Math.abs((long) number.precision() - number.scale()) > MAXIMUM_DIGITS) {
                throw error("number of more than " + MAXIMUM_DIGITS + " digits");
            }
            return number;
        }

        private BuiltinException error(String problem) {
            return BuiltinException.of(builtin + ": " + problem);
        }
    }
}
