package io.driftseal.decision.wasm;

import com.styra.opa.wasm.OpaBuiltin;
import com.styra.opa.wasm.OpaWasm;
import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinRegistry;
import io.driftseal.rego.builtin.LibraryBuiltins;
import io.driftseal.rego.builtin.core.CoreBuiltins;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What modules have in them, and what we lend them: built-ins of the embedded engine. A value
 * crosses the border as JSON, where a set is a list, so that only those are lent to which that is
 * the same: by their declared types no set goes in or comes out, or they treat a set as they treat
 * a list. Of the binding's own built-ins none is given out: its {@code sprintf} answers a number
 * for {@code %d} alone.
 */
final class HostBuiltins {

    /** Lent by this host. */
    static final Set<String> NAMES = read("lent.txt");

    private static final Set<String> IN_MODULES = read("builtins.txt");

    /** What a module takes for undefined. */
    private static final int UNDEFINED = 0;

    private HostBuiltins() {}

    /** Whether policies may use it: Wasm modules have it in them, or we lend it. */
    static boolean supported(String builtin) {
        return IN_MODULES.contains(builtin) || NAMES.contains(builtin);
    }

    static OpaBuiltin.Builtin[] all() {
        BuiltinRegistry ours =
                BuiltinRegistry.of(
                        Stream.concat(
                                        CoreBuiltins.families().stream(),
                                        LibraryBuiltins.families().stream())
                                .toList());
        return NAMES.stream()
                .map(name -> new Lent(name, Objects.requireNonNull(ours.find(name), name)))
                .toArray(OpaBuiltin.Builtin[]::new);
    }

    /** One of ours for a module. An error of it ends the evaluation, as in the embedded engine. */
    private record Lent(String name, Builtin builtin) implements OpaBuiltin.Builtin {

        @Override
        public int asBuiltin0(OpaWasm module) {
            return call(module);
        }

        @Override
        public int asBuiltin1(OpaWasm module, int first) {
            return call(module, first);
        }

        @Override
        public int asBuiltin2(OpaWasm module, int first, int second) {
            return call(module, first, second);
        }

        @Override
        public int asBuiltin3(OpaWasm module, int first, int second, int third) {
            return call(module, first, second, third);
        }

        @Override
        public int asBuiltin4(OpaWasm module, int first, int second, int third, int fourth) {
            return call(module, first, second, third, fourth);
        }

        private int call(OpaWasm module, int... addresses) {
            RegoValue[] arguments = new RegoValue[addresses.length];
            for (int i = 0; i < addresses.length; i++) {
                arguments[i] = value(module.readString(addresses[i]));
            }
            RegoValue result = builtin.call(new LentCall(), arguments);
            if (result == null) {
                return UNDEFINED;
            }
            int address = module.writeResult(RegoJsonWriter.write(result));
            if (address == 0) {
                throw new IllegalStateException("the module cannot read what " + name + " gave");
            }
            return address;
        }

        private static RegoValue value(String json) {
            try {
                return RegoJsonReader.read(
                        json.getBytes(StandardCharsets.UTF_8), JsonReading.STRICT);
            } catch (MalformedJsonException e) {
                throw new IllegalStateException("a module that hands over no JSON", e);
            }
        }
    }

    private static Set<String> read(String resource) {
        try (InputStream names = HostBuiltins.class.getResourceAsStream(resource)) {
            return new String(
                            Objects.requireNonNull(names, resource).readAllBytes(),
                            StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
