package io.driftseal.decision.wasm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.styra.opa.wasm.OpaBuiltin;
import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinRegistry;
import io.driftseal.rego.builtin.core.CoreBuiltins;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What modules get from us, and what they bring. Of those that the binding has none is given out:
 * its {@code sprintf} answers a number for {@code %d} alone, so that a rule which compares the text
 * would not apply. Ours is that of the embedded engine.
 */
final class HostBuiltins {

    private static final String SPRINTF = "sprintf";

    /** Given by this host. */
    static final Set<String> NAMES = Set.of(SPRINTF);

    private static final Set<String> SUPPORTED = read();

    private HostBuiltins() {}

    /** Whether policies may use it: Wasm modules have it in them, or we give it. */
    static boolean supported(String builtin) {
        return SUPPORTED.contains(builtin) || NAMES.contains(builtin);
    }

    static OpaBuiltin.Builtin[] all() {
        Builtin sprintf =
                Objects.requireNonNull(
                        BuiltinRegistry.of(CoreBuiltins.families()).find(SPRINTF), SPRINTF);
        return new OpaBuiltin.Builtin[] {
            OpaBuiltin.from(
                    SPRINTF, (wasm, format, values) -> text(sprintf, value(format), value(values)))
        };
    }

    private static JsonNode text(Builtin sprintf, RegoValue format, RegoValue values) {
        RegoValue text = sprintf.call(NOTHING_KNOWN, new RegoValue[] {format, values});
        if (text instanceof RegoString written) {
            return new TextNode(written.text());
        }
        throw new IllegalStateException("sprintf gave no text");
    }

    /** Sets come as arrays: that is how modules hand them over. */
    private static RegoValue value(JsonNode node) {
        try {
            return RegoJsonReader.read(
                    node.toString().getBytes(StandardCharsets.UTF_8), JsonReading.STRICT);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a tree that is no JSON", e);
        }
    }

    private static Set<String> read() {
        try (InputStream names = HostBuiltins.class.getResourceAsStream("builtins.txt")) {
            return new String(
                            Objects.requireNonNull(names, "builtins.txt").readAllBytes(),
                            StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text is a function of its arguments. */
    private static final BuiltinContext NOTHING_KNOWN =
            new BuiltinContext() {
                @Override
                public long nowNanos() {
                    throw new IllegalStateException("no clock");
                }

                @Override
                public RegoValue nondeterministic(
                        String builtin,
                        RegoValue arguments,
                        Function<RandomGenerator, RegoValue> maker) {
                    throw new IllegalStateException("no chance");
                }

                @Override
                public void step(long count) {
                    // Bounded by the deadline and by what the module's memory holds.
                }

                @Override
                public void allocate(long bytes) {
                    // As above.
                }

                @Override
                public void print(String line) {
                    // Nobody reads it.
                }

                @Override
                public void trace(String note) {
                    // Nobody reads it.
                }

                @Override
                public boolean strictErrors() {
                    return true;
                }

                @Override
                public String location() {
                    return "";
                }
            };
}
