package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.Map;

/** {@code semver.*}. */
public final class SemanticVersionBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "semver.is_valid", (context, arguments) -> isValid(arguments),
                "semver.compare", (context, arguments) -> compare(arguments));
    }

    private static RegoValue isValid(RegoValue[] arguments) {
        return RegoBoolean.of(
                arguments[0] instanceof RegoString text
                        && SemanticVersion.parse(text.text()) != null);
    }

    private static RegoValue compare(RegoValue[] arguments) {
        // Both are looked at as texts before either is read.
        RegoString first = Operand.regoString(arguments, 1);
        RegoString second = Operand.regoString(arguments, 2);
        return RegoNumber.of(Integer.signum(version(first, 1).compareTo(version(second, 2))));
    }

    private static SemanticVersion version(RegoString text, int position) {
        SemanticVersion version = SemanticVersion.parse(text.text());
        if (version == null) {
            throw BuiltinException.of(
                    "operand " + position + ": string " + text + " is not a valid SemVer");
        }
        return version;
    }
}
